"""What may be set about a project, as a form shows it, and as a form sends it."""

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Annotated
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy.orm import Session

from pressroom.features.pins.boards.actions import create_board
from pressroom.features.pins.boards.queries import boards
from pressroom.features.pins.projects.actions import Options
from pressroom.features.pins.projects.links import SAMPLE, UNNAMED, check_template, filled
from pressroom.features.pins.projects.models import PLAIN_LINK, Fit, Project
from pressroom.features.pins.projects.rules import web_address
from pressroom.features.pins.projects.slots import NAMES, WEEK, by_day
from pressroom.kernel.errors import Invalid, NotFound, Rejected
from pressroom.web.languages import LANGUAGES
from pressroom.web.pages.board_rows import account_names, board_names
from pressroom.web.views.projects import LinkExample, ProjectForm, WeekDay
from pressroom.web.views.shell import Choice

WRITTEN = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "no", "fi", "cs")
"""Languages to choose from, those that pins are written well in first."""
FITS = {Fit.CROP: "Cut them to fit", Fit.PAD: "Add bars"}
FIELDS = {"address": "site_url", "closing_line": "closing", "keyword": "keywords", "link": "link_template"}
"""Where a refusal's code is not the name of the field it is about."""
UPPER = {"name", "site_url"}
"""The fields that are shown at once."""


class Typed(BaseModel):
    """What was typed into the form; what is not sent is as in a new one."""

    name: Annotated[str, StringConstraints(max_length=5000)] = ""
    site_url: Annotated[str, StringConstraints(max_length=5000)] = ""
    language: Annotated[str, StringConstraints(max_length=100)] = ""
    tone: Annotated[str, StringConstraints(max_length=5000)] = ""
    keywords: Annotated[str, StringConstraints(max_length=5000)] = ""
    board_id: Annotated[str, StringConstraints(max_length=100)] = ""
    new_board: Annotated[str, StringConstraints(max_length=5000)] = ""
    connection_id: Annotated[str, StringConstraints(max_length=100)] = ""
    link_template: Annotated[str, StringConstraints(max_length=5000)] = PLAIN_LINK
    pins_per_article: Annotated[str, StringConstraints(max_length=100)] = "1"
    fit: Annotated[str, StringConstraints(max_length=100)] = Fit.CROP
    closing: Annotated[str, StringConstraints(max_length=5000)] = ""
    zone: Annotated[str, StringConstraints(max_length=100)] = ""
    slots: Annotated[list[Annotated[str, StringConstraints(max_length=1000)]], Field(max_length=7)] = []
    """The times of each day of a week, parted by commas, Monday first."""

    @classmethod
    def of(cls, project: Project) -> "Typed":
        """Return a project as its form shows it before anyone types."""
        return cls(
            name=project.name,
            site_url=project.site_url,
            language=project.language or "",
            tone=project.tone,
            keywords=", ".join(project.keywords),
            board_id=str(project.board_id or ""),
            connection_id=str(project.connection_id or ""),
            link_template=project.link_template,
            pins_per_article=str(project.pins_per_article),
            fit=project.fit,
            closing=project.closing,
            zone=project.zone,
            slots=[", ".join(one) for one in by_day(project.slots)],
        )


def options_of(session: Session, workspace_id: UUID, typed: Typed) -> Options:
    """Return what was chosen, a new board made where one is named; raises Invalid with the field's name as code."""
    return Options(
        name=typed.name,
        site_url=typed.site_url,
        language=typed.language or None,
        tone=typed.tone,
        keywords=[one for one in typed.keywords.split(",") if one.strip()],
        board_id=_board(session, workspace_id, typed),
        connection_id=_id("connection_id", typed.connection_id),
        link_template=typed.link_template,
        pins_per_article=_number(typed.pins_per_article),
        fit=Fit(typed.fit) if typed.fit in set(Fit) else Fit.CROP,
        closing=typed.closing,
        zone=typed.zone,
        slots=_slots(typed.slots),
    )


def errors_of(refusal: Rejected) -> Mapping[str, str]:
    """Return what is wrong with a form, by field."""
    code = "board_id" if isinstance(refusal, NotFound) else refusal.code or ""
    named = FIELDS.get(code, code)
    return {named if named in Typed.model_fields else "name": str(refusal)}


def project_form(
    session: Session,
    workspace_id: UUID,
    typed: Typed,
    *,
    article_url: str | None = None,
    errors: Mapping[str, str] | None = None,
) -> ProjectForm:
    """Return the form with what was typed; `article_url` is an article to show a link for."""
    wrong = errors or {}
    return ProjectForm(
        name=typed.name,
        site_url=typed.site_url,
        languages=_languages(typed.language),
        tone=typed.tone,
        keywords=typed.keywords,
        boards=[_choice(one, name, typed.board_id) for one, name in board_names(session, workspace_id)],
        new_board=typed.new_board,
        connections=[_choice(one, name, typed.connection_id) for one, name in account_names(session, workspace_id)],
        link_template=typed.link_template,
        example=link_example(typed.link_template, typed.name, article_url or sample_of(typed.site_url)),
        pins_per_article=typed.pins_per_article,
        fits=[_choice(one, label, typed.fit) for one, label in FITS.items()],
        closing=typed.closing,
        zone=typed.zone,
        week=[
            WeekDay(name=name, times=times)
            for name, times in zip_longest(NAMES, typed.slots[: len(NAMES)], fillvalue="")
        ],
        is_unfolded=bool(wrong.keys() - UPPER),
        errors=wrong,
    )


def link_example(template: str, name: str, url: str) -> LinkExample:
    """Return where a pin of an article would lead, or why the template is none."""
    try:
        link = filled(check_template(template), url, project=name.strip() or "Blog", pin=UNNAMED)
    except Invalid as refusal:
        return LinkExample(url=None, error=str(refusal))
    return LinkExample(url=link, error=None)


def sample_of(site_url: str) -> str:
    """Return the address that an article of a blog might have, also while the blog's is not typed to its end."""
    try:
        parts = urlsplit(web_address(site_url))
    except Invalid:
        return SAMPLE
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/a-post/", "", ""))


def _languages(chosen: str) -> Sequence[Choice]:
    codes = list(WRITTEN) if not chosen or chosen in WRITTEN else [chosen, *WRITTEN]
    return [_choice(code, LANGUAGES.get(code, code), chosen) for code in codes]


def _choice(value: object, label: str, chosen: str) -> Choice:
    return Choice(value=str(value), label=label, is_chosen=str(value) == chosen)


def _board(session: Session, workspace_id: UUID, typed: Typed) -> UUID | None:
    """Return the chosen board, or the one that is named: made, or found where there is one of that name."""
    name = " ".join(typed.new_board.split())
    if not name:
        return _id("board_id", typed.board_id)
    known = [one for one in boards(session, workspace_id, q=name) if one.name.lower() == name.lower()]
    try:
        board = known[0] if known else create_board(session, workspace_id=workspace_id, name=name)
    except Rejected as refusal:
        raise Invalid(str(refusal), code="new_board") from refusal
    session.flush()
    return board.id


def _id(field: str, text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Invalid("Choose one of the list.", code=field) from error


def _slots(days: Sequence[str]) -> list[str]:
    """Return the times of a week that were typed day by day."""
    return [
        f"{name} {one}" for name, times in zip(WEEK, days, strict=False) for one in re.split(r"[,;\s]+", times) if one
    ]


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Invalid("Write a number, such as 2.", code="pins_per_article") from error
