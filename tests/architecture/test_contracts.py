"""What the house style promises about the code as a whole."""

import ast
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports
from importlinter.configuration import configure

ROOT = Path(__file__).parents[2]
WRITTEN = ("src", "tests", "bench", "docs")
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
NO_NOUNS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "managers",
    "service",
    "services",
    "misc",
}
NOT_OURS_TO_NAME = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.com|deb\.debian\.org|proxy\.golang"
    r"|/root/|/home/\w+/|/Users/\w+/"
)


def tracked() -> list[Path]:
    """Return the files of the repository, as git knows them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S607  # git
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def sources() -> list[Path]:
    """Return every Python file of ours."""
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in WRITTEN]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each function's name and how many lines it has."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_floor_knows_only_those_below() -> None:
    configure()
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), cache_dir=None) == 0


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{name}": lines
        for path in sources()
        for name, lines in functions(path)
        if lines > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(path.relative_to(ROOT)) for path in sources() if path.stem.strip("_") in NO_NOUNS] == []


def test_every_suppressed_warning_carries_its_code_and_a_reason() -> None:
    careless = re.compile(r"# (type: ignore|noqa)(?!(\[[\w, -]+\]|: [A-Z]+\d+(, [A-Z]+\d+)*)  # \S)")
    found = [
        f"{path.relative_to(ROOT)}:{token.start[0]}"
        for path in sources()
        for token in comments(path)
        if careless.match(token.string)
    ]
    assert found == []


def test_nothing_is_left_to_be_done_some_day() -> None:
    someday = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{path.relative_to(ROOT)}:{token.start[0]}"
        for path in sources()
        for token in comments(path)
        if someday.search(token.string)
    ]
    assert found == []


def comments(path: Path) -> Iterator[tokenize.TokenInfo]:
    """Yield a file's comments."""
    with path.open("rb") as file:
        yield from (token for token in tokenize.tokenize(file.readline) if token.type == tokenize.COMMENT)


def test_nothing_names_a_registry_or_a_machine_s_folder() -> None:
    here = Path(__file__)
    found = []
    for path in tracked():
        try:
            content = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path != here and (named := NOT_OURS_TO_NAME.search(content)):
            found.append(f"{path.relative_to(ROOT)}: {named.group()}")
    assert found == []


@pytest.mark.parametrize("module", ["unittest.mock", "mock", "pytest_mock"])
def test_no_test_mocks(module: str) -> None:
    imported = re.compile(rf"^\s*(import|from) {re.escape(module)}\b", re.MULTILINE)
    assert [path for path in sources() if imported.search(path.read_text(encoding="utf-8"))] == []
