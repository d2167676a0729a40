"""Forms that start workflows, made of the schema of their input, and what is typed into them."""

import json
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.connections import queries as connections
from pressroom.core.connections.models import KIND as CONNECTION
from pressroom.core.connections.models import Connection
from pressroom.core.floor.catalogue import Story
from pressroom.features.documents import queries as documents
from pressroom.features.documents.models import KIND as DOCUMENT
from pressroom.features.documents.models import Document
from pressroom.features.media import queries as media
from pressroom.features.media.folders import queries as folders
from pressroom.features.media.models import FOLDER_KIND as FOLDER
from pressroom.features.media.models import KIND as MEDIA
from pressroom.features.media.models import Folder, Item
from pressroom.features.pins import queries as pins
from pressroom.features.pins.articles import queries as articles
from pressroom.features.pins.articles.models import KIND as ARTICLE
from pressroom.features.pins.articles.models import Article
from pressroom.features.pins.models import KIND as PIN
from pressroom.features.pins.models import Pin
from pressroom.features.pins.projects import queries as projects
from pressroom.features.pins.projects.models import KIND as PROJECT
from pressroom.features.pins.projects.models import Project
from pressroom.providers.paint import styles
from pressroom.web.views.floor import StartField
from pressroom.web.views.shell import Choice

OFFERED = 50
LONG = 500
"""Characters from which a text gets a field of several lines."""
STYLE = "style"
Kind = Literal["text", "area", "check", "pick"]
Names = Callable[[Session, UUID, Collection[str]], Mapping[str, str]]
KINDS: Mapping[str, tuple[Any, Names]] = {
    DOCUMENT: (Document, documents.names),
    MEDIA: (Item, media.names),
    FOLDER: (Folder, folders.names),
    PROJECT: (Project, projects.names),
    ARTICLE: (Article, articles.names),
    PIN: (Pin, pins.names),
    CONNECTION: (Connection, connections.names),
}
FEW = frozenset({CONNECTION, PROJECT, STYLE})
"""What there are few of, so that one is picked; of others an id is typed, and the newest are offered."""


def start_fields(
    session: Session, workspace_id: UUID, story: Story, given: Mapping[str, str]
) -> Sequence[StartField] | None:
    """Return the fields of the form that starts a workflow, filled with what was given; None for one that has none."""
    schema = story.schema()
    if schema is None:
        return None
    required = set(schema.get("required", ()))
    return [
        _field(session, workspace_id, name, about, given.get(name), is_required=name in required)
        for name, about in schema["properties"].items()
    ]


def typed(story: Story, form: Mapping[str, str]) -> dict[str, Any]:
    """Return an input as it was typed: blanks left out, lists one to a line."""
    properties = (story.schema() or {"properties": {}})["properties"]
    wanted: dict[str, Any] = {}
    for name, about in properties.items():
        text = form.get(name, "").strip()
        if _is_of(about, "boolean"):
            wanted[name] = bool(text)
        elif text:
            wanted[name] = _typed(about, text)
    return wanted


def _typed(about: Mapping[str, Any], text: str) -> object:
    """Return what was typed into one field: JSON where it holds others, as it is where that is none."""
    if _holds_others(about):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text.replace(",", " ").split() if _is_of(about, "array") else text


def example_of(story: Story, url: str) -> str:
    """Return how the same is started from a shell."""
    schema = story.schema() or {}
    wanted = dict.fromkeys(schema.get("required", ()), "…") or {next(iter(schema.get("properties", {"": ""}))): "…"}
    return (
        f"curl -X POST {url}/api/workflows/{story.name}/runs -H 'Authorization: Bearer TOKEN' "
        f"-H 'Content-Type: application/json' -d {shlex.quote(json.dumps(wanted, ensure_ascii=False))}"
    )


def _field(
    session: Session, workspace_id: UUID, name: str, about: Mapping[str, Any], given: str | None, *, is_required: bool
) -> StartField:
    subject = about.get("subject", "")
    value = given if given is not None else str(about.get("default") or "")
    most = max((one.get("maxLength", 0) for one in [about, *about.get("anyOf", ())]), default=0)
    kind: Kind = "text"
    if _is_of(about, "boolean"):
        kind = "check"
    elif _is_of(about, "array") or most > LONG or _holds_others(about):
        kind = "area"
    elif subject in FEW:
        kind = "pick"
    return StartField(
        name=name,
        label=about.get("title", name.replace("_", " ").capitalize()),
        kind=kind,
        value=value,
        hint=about.get("description", _hint(about)),
        is_required=is_required,
        offers=_offers(session, workspace_id, subject, value),
    )


def _offers(session: Session, workspace_id: UUID, subject: str, chosen: str) -> Sequence[Choice]:
    """Return the newest of a kind, by name."""
    if subject == STYLE:
        return [Choice(value=one.key, label=one.name, is_chosen=one.key == chosen) for one in styles()]
    if subject not in KINDS:
        return []
    model, names_of = KINDS[subject]
    newest = select(model.id).where(model.workspace_id == workspace_id).order_by(model.id.desc()).limit(OFFERED)
    if hasattr(model, "deleted_at"):
        newest = newest.where(model.deleted_at.is_(None))
    ids = [str(one) for one in session.scalars(newest)]
    names = names_of(session, workspace_id, ids) if ids else {}
    return [Choice(value=one, label=names.get(one) or one, is_chosen=one == chosen) for one in ids]


def _hint(about: Mapping[str, Any]) -> str:
    if _holds_others(about):
        return "As JSON."
    return "Ids, one to a line." if _is_of(about, "array") else ""


def _holds_others(about: Mapping[str, Any]) -> bool:
    """Tell whether a property is an object, or a list of them, or any other model of one's own."""
    several = [about, *about.get("anyOf", ()), about.get("items", {})]
    return _is_of(about, "object") or any("$ref" in one for one in several)


def _is_of(about: Mapping[str, Any], kind: str) -> bool:
    """Tell whether a property is of a type, be it one of several it may have."""
    return kind in {about.get("type"), *(one.get("type") for one in about.get("anyOf", ()))}
