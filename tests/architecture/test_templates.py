"""Templates and views are a contract: each takes exactly what the other gives, and the page's policy is kept."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jinja2 import Environment, nodes

from pressroom.web import views
from pressroom.web.templating import ENVIRONMENT, TEMPLATES, draw, environment
from pressroom.web.views import (
    accounts,
    alerts,
    articles,
    artworks,
    calendar,
    connections,
    documents,
    events,
    floor,
    folders,
    generations,
    media,
    metadata,
    patterns,
    pins,
    projects,
    runs,
    shell,
    webhooks,
)
from pressroom.web.views import (
    credits as credit_views,
)
from tests.architecture.views import every_view

DRAWN = [(type(view).__name__, draw(view)) for view in every_view()]
PAGES = pytest.mark.parametrize("html", [html for _, html in DRAWN], ids=[name for name, _ in DRAWN])
JS = TEMPLATES.parent / "static" / "js"


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@cache
def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    return _Elements(html).found


def test_every_template_belongs_to_a_view_or_is_part_of_one_that_does() -> None:
    drawn = {view.template for view in every_view()}
    reached = set(drawn)
    while new := {name for one in reached for name in _references(one)} - reached:
        reached |= new
    assert reached == {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}


def test_no_view_has_a_field_that_no_template_uses() -> None:
    used: set[tuple[str, str]] = set()
    made = environment()
    made.__class__ = type("Recording", (Environment,), {"getattr": _recording(used)})
    for view in every_view():
        used |= {(type(view).__name__, name) for name in _undeclared(view.template)}
        draw(view, made)
    unused = {(kind.__name__, field.name) for kind in _views() for field in fields(kind)} - used
    assert unused == set()


@PAGES
def test_a_page_holds_no_inline_style_script_or_handler(html: str) -> None:
    for tag, attributes in elements(html):
        assert tag != "style"
        assert tag != "script" or attributes.get("src", "").startswith("/static/")
        assert not [name for name in attributes if name == "style" or name.startswith(("on", "hx-on"))]


@PAGES
def test_a_page_loads_nothing_from_elsewhere(html: str) -> None:
    for tag, attributes in elements(html):
        for name in ("src", "href", "action", "hx-get", "hx-post", "data-src"):
            is_elsewhere = re.match(r"(https?:)?//", attributes.get(name, ""))
            assert not is_elsewhere or (tag == "a" and _leaves_safely(attributes))


def _leaves_safely(attributes: dict[str, str]) -> bool:
    """Whether a link is one of those that may lead away: marked so, encrypted, and taking nothing along."""
    return (
        "data-external" in attributes
        and attributes["href"].startswith("https://")
        and {"noopener", "noreferrer"} <= set(attributes["rel"].split())
    )


@PAGES
def test_an_id_stands_once_on_a_page(html: str) -> None:
    ids = [attributes["id"] for _, attributes in elements(html) if "id" in attributes]
    assert sorted(ids) == sorted(set(ids))


@PAGES
def test_every_field_has_a_label_and_every_picture_and_icon_button_words(html: str) -> None:
    found = elements(html)
    labelled = {attributes.get("for") for tag, attributes in found if tag == "label"}
    for tag, attributes in found:
        if tag in {"select", "textarea"} or (tag == "input" and attributes["type"] not in {"hidden", "radio"}):
            assert attributes.get("id") in labelled or "aria-label" in attributes, attributes
        if tag == "img":
            assert "alt" in attributes
        if tag == "button" and attributes.get("data-shape") == "icon":
            assert attributes.get("aria-label")


@PAGES
def test_what_is_live_has_an_id_and_an_address(html: str) -> None:
    for _, attributes in elements(html):
        if "data-live" in attributes or "data-live-list" in attributes:
            assert attributes["id"]
            assert attributes["data-src"].startswith("/")


@PAGES
def test_a_form_posts_to_the_same_place_with_and_without_scripts(html: str) -> None:
    for tag, attributes in elements(html):
        if tag == "form" and "hx-post" in attributes:
            assert attributes["hx-post"] == attributes["action"]
            assert attributes["method"] == "post"


def test_every_behaviour_named_in_a_template_exists_and_every_one_that_exists_is_named() -> None:
    named = {
        name
        for _, html in DRAWN
        for _, attributes in elements(html)
        for name in attributes.get("data-behaviour", "").split()
    }
    app = (JS / "app.js").read_text()
    table = re.search(r"BEHAVIOURS = \{(.*?)\};", app, re.DOTALL)
    assert table
    pairs = re.findall(r'"([\w-]+)": \w+|(\w+)', table[1])
    assert named == {quoted or plain for quoted, plain in pairs}


def test_words_of_a_person_are_escaped() -> None:
    html = draw(views.ErrorPage(status=404, title="<b>", detail="<script>", way_on=shell.Crumb("/", "Home")))
    assert "<script>" not in html.replace('<script src="', "")
    assert "&lt;script&gt;" in html


def _views() -> Iterator[type]:
    modules: tuple[ModuleType, ...] = (
        accounts,
        alerts,
        articles,
        artworks,
        calendar,
        connections,
        credit_views,
        documents,
        events,
        floor,
        folders,
        generations,
        media,
        metadata,
        patterns,
        pins,
        projects,
        runs,
        shell,
        webhooks,
    )
    for module in modules:
        yield from (
            kind
            for kind in vars(module).values()
            if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
        )


@cache
def _parsed(name: str) -> nodes.Template:
    return ENVIRONMENT.parse((TEMPLATES / name).read_text())


@cache
def _references(name: str) -> set[str]:
    of = _parsed(name).find_all((nodes.Include, nodes.Extends, nodes.FromImport))
    found = (node.template for node in of if isinstance(node, nodes.Include | nodes.Extends | nodes.FromImport))
    return {node.value for node in found if isinstance(node, nodes.Const)}


@cache
def _undeclared(name: str) -> set[str]:
    """Names a template reads from its context, the templates it is made of included."""
    seen, todo, names = set[str](), [name], set[str]()
    while todo:
        if (one := todo.pop()) not in seen:
            seen.add(one)
            todo += _references(one)
            names |= {node.name for node in _parsed(one).find_all(nodes.Name) if node.ctx == "load"}
    return names


def _recording(used: set[tuple[str, str]]) -> Any:  # noqa: ANN401  # a method put in place of Jinja's own
    def getattribute(self: Environment, obj: object, attribute: str) -> object:
        used.add((type(obj).__name__, attribute))
        return Environment.getattr(self, obj, attribute)

    return getattribute


def test_templates_are_short() -> None:
    longest = max(TEMPLATES.rglob("*.html"), key=_lines)
    assert _lines(longest) <= 80, longest


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())
