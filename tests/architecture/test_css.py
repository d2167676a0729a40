"""Style sheets keep their places: literals in the tokens, a layer a file, a file a component, contrast for all."""

import re
from pathlib import Path

import pytest

from pressroom.web.static_files import STATIC
from tests.architecture.test_templates import DRAWN, elements

CSS = STATIC / "css"
SHEETS = sorted(path for path in CSS.rglob("*.css") if path.name != "app.css")
EACH = pytest.mark.parametrize("path", SHEETS, ids=[path.relative_to(CSS).as_posix() for path in SHEETS])
SHARED = {"reset.css", "tokens.css", "base.css"}
LAYERS = {"reset.css": "reset", "tokens.css": "tokens", "base.css": "base"}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(|\b(?:white|black|red|gr[ae]y)\b(?!-)")
LENGTH = re.compile(r"(?<![\w-])\d*\.?\d+(?:px|rem|pt|cm)\b")
READABLE = 4.5
VISIBLE = 3.0
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "sheet", "well", "hover")),
    *((tone, ground) for tone in ("ok", "run", "warn", "bad") for ground in ("paper", "sheet", "hover")),
    *((tone, f"{tone}-wash") for tone in ("ok", "run", "warn", "bad")),
    *(("ink", f"{tone}-wash") for tone in ("ok", "run", "warn", "bad", "accent")),
    *(("ink-2", f"{tone}-wash") for tone in ("ok", "run", "warn", "bad", "accent")),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("accent", "sheet"),
    ("accent", "paper"),
    ("ink", "mark"),
    ("ink-2", "mark"),
    ("paper", "ink"),
]
LINES = [("edge", "sheet"), ("edge", "paper"), ("accent", "well"), ("run", "well"), ("warn", "well")]


def read(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


@EACH
def test_a_sheet_stands_in_the_layer_of_its_folder(path: Path) -> None:
    layer = LAYERS.get(path.name, path.parent.name)
    assert read(path).startswith(f"@layer {layer} {{")
    assert read(path).count("@layer") == 1


@EACH
def test_colours_and_lengths_are_written_in_the_tokens_only(path: Path) -> None:
    if path.name == "tokens.css":
        return
    rules = re.sub(r"@media[^{]*", "", read(path))
    assert COLOUR.findall(rules) == []
    assert LENGTH.findall(rules) == []


@EACH
def test_a_component_s_classes_begin_with_its_file_s_name(path: Path) -> None:
    if path.name in SHARED:
        return
    own = {name for name in defined(path) if name == path.stem or name.startswith(f"{path.stem}-")}
    rules = re.findall(r"(?:^|[{}])\s*([^{}@]+?)\s*\{", read(path))
    starts = {
        re.sub(r"[^\w-].*", "", rule.strip().lstrip("."), flags=re.DOTALL) for rule in rules if rule.strip()[0] == "."
    }
    assert starts <= own


def test_every_sheet_is_imported_once() -> None:
    imported = re.findall(r'@import url\("([^"]+)"\);', (CSS / "app.css").read_text())
    assert sorted(imported) == sorted(path.relative_to(CSS).as_posix() for path in SHEETS)


def test_every_class_in_use_is_defined_and_every_class_defined_is_in_use() -> None:
    in_use = {
        name for _, html in DRAWN for _, attributes in elements(html) for name in attributes.get("class", "").split()
    }
    in_css = {name for path in SHEETS for name in defined(path)}
    scripts = "".join(path.read_text() for path in (STATIC / "js").rglob("*.js"))
    assert in_use - in_css == set()
    assert {name for name in in_css - in_use if not name.startswith("htmx-") and f".{name}" not in scripts} == set()


def test_every_token_in_use_is_defined_and_every_token_defined_is_in_use() -> None:
    text = {path: read(path) for path in SHEETS}
    drawn = "".join(html for _, html in DRAWN)
    declared = {name for rules in text.values() for name in re.findall(r"(--[\w-]+)\s*:", rules)}
    in_use = {name for rules in [*text.values(), drawn] for name in re.findall(r"var\((--[\w-]+)", rules)}
    assert in_use == declared


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT, ids=str)
def test_text_can_be_read_on_its_ground(ink: str, ground: str, scheme: int) -> None:
    assert contrast(colour(ink, scheme), colour(ground, scheme)) >= READABLE


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), LINES, ids=str)
def test_edges_and_marks_can_be_seen_on_their_ground(line: str, ground: str, scheme: int) -> None:
    assert contrast(colour(line, scheme), colour(ground, scheme)) >= VISIBLE


def test_motion_is_short_and_none_where_that_is_asked() -> None:
    tokens = read(CSS / "tokens.css")
    still = tokens[tokens.index("prefers-reduced-motion") :]
    for name, milliseconds in re.findall(r"--(\w+): (\d+)ms cubic", tokens):
        assert int(milliseconds) < 200
        assert f"--{name}: 0s" in still
    for path in SHEETS:
        for motion in re.findall(r"(?:animation|transition):([^;]+);", read(path)):
            timed = re.findall(r"var\(--(?:quick|calm|breath|turn)\)|\bnone\b", motion)
            assert len(timed) == len(re.split(r",(?![^(]*\))", motion)), (path, motion)


def defined(path: Path) -> set[str]:
    selectors = re.sub(r"\{[^{}]*\}", " ", read(path))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


def colour(name: str, scheme: int) -> tuple[float, ...]:
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\);", read(CSS / "tokens.css"))
    assert found, name
    digits = found[scheme + 1][1:]
    return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2.2's contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb: tuple[float, ...]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
