"""The templates' environment: what they may call, and a page or part of one drawn from its view."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Literal

from fastapi.responses import HTMLResponse
from heroicons.jinja import heroicon_micro, heroicon_mini, heroicon_outline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from pressroom.kernel.clock import now
from pressroom.web import formatting
from pressroom.web.static_files import static_url
from pressroom.web.views import View

ICONS: dict[str, tuple[Callable[..., str], int]] = {
    "": (heroicon_mini, 20),
    "small": (heroicon_micro, 16),
    "large": (heroicon_outline, 24),
}
TEMPLATES = Path(__file__).parent / "templates"


def icon(name: str, size: Literal["", "small", "large"] = "") -> Markup:
    """Return an icon of Heroicons as inline SVG, hidden from screen readers: the words beside it speak."""
    draw, pixels = ICONS[size]
    drawn = draw(name, size=pixels, aria_hidden="true", class_="icon")
    return Markup(drawn)  # noqa: S704  # from a package's own files


def environment() -> Environment:
    """Return the environment every template is drawn in."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"icon": icon, "static_url": static_url}
    made.filters |= {
        "ago": lambda at: formatting.relative_time(at, now()),
        "relative_time": lambda at: formatting.relative_time(at, now()),
        "elapsed": lambda at: formatting.elapsed(at, now()),
        "instant": formatting.instant,
        "duration": formatting.duration,
        "clock": formatting.clock,
        "file_size": formatting.file_size,
        "number": formatting.number,
        "plural": formatting.plural,
        "code": formatting.code,
    }
    return made


ENVIRONMENT = environment()


def draw(view: View) -> str:
    """Return the HTML of a view: its template, given its fields by name."""
    names = (field.name for field in fields(view))  # type: ignore[arg-type]  # every view is a dataclass
    return ENVIRONMENT.get_template(view.template).render({name: getattr(view, name) for name in names})


def page(view: View, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """Return a view as a response."""
    return HTMLResponse(draw(view), status, headers=headers)
