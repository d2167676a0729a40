"""The templates' environment: what they may call, and a page or part of one drawn from its view."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Literal

from fastapi.responses import HTMLResponse
from heroicons.jinja import heroicon_micro, heroicon_outline
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pressroom import __version__
from pressroom.kernel.clock import now
from pressroom.web import formatting
from pressroom.web.static_files import static_url
from pressroom.web.views import View

ICONS: dict[str, tuple[Callable[..., str], int]] = {
    "small": (heroicon_micro, 16),
    "medium": (heroicon_outline, 20),
    "large": (heroicon_outline, 32),
}
TEMPLATES = Path(__file__).parent / "templates"


@cache
def icon(name: str, size: Literal["small", "medium", "large"] = "medium") -> Markup:
    """Return an icon of Heroicons as inline SVG, hidden from screen readers: the words beside it speak."""
    draw, pixels = ICONS[size]
    return Markup(draw(name, size=pixels, **{"class": "icon"}))  # noqa: S704  # from a package's own files


def environment() -> Environment:
    """Return an environment that escapes everything and refuses names a view does not have."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"icon": icon, "static_url": static_url, "version": __version__}
    made.filters |= {
        "ago": lambda at: formatting.relative_time(at, now()),
        "elapsed": lambda at: formatting.elapsed(at, now()),
        "instant": formatting.instant,
        "duration": formatting.duration,
        "file_size": formatting.file_size,
        "number": formatting.number,
        "plural": formatting.plural,
        "code": formatting.code,
    }
    return made


ENVIRONMENT = environment()


def draw(view: View, made: Environment = ENVIRONMENT) -> str:
    """Return the HTML of a view: its template, given its fields by name."""
    context = {field.name: getattr(view, field.name) for field in fields(view)}
    return made.get_template(view.template).render(context)


def page(view: View, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """Return a view as a response that no browser keeps: it changes by itself."""
    return HTMLResponse(draw(view), status, headers={"Cache-Control": "no-store"} | dict(headers or {}))
