"""What a run began with: the event or the run that started it, and the form that starts it with another input."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pydantic.alias_generators import to_camel
from sqlalchemy.orm import Session

from pressroom.catalogue import CATALOGUE
from pressroom.core.accounts.queries import Principal
from pressroom.core.events.models import Event
from pressroom.core.events.queries import event_of_run
from pressroom.core.floor.catalogue import Story
from pressroom.core.runs.queries import Run
from pressroom.kernel.errors import NotFound
from pressroom.web.narrowing import address
from pressroom.web.views.shell import Crumb

FEEDBACK = "feedback"
LONGEST = 4000
"""Characters of an address that every browser and proxy takes; a longer input is not handed on."""


def begun_by(session: Session, principal: Principal, run: Run) -> Crumb | None:
    """Return a link to the event that started a run, or else to the run that did."""
    if event := event_of_run(session, principal.workspace_id, run.id, asker=principal.user_id):
        return Crumb(f"/runs/events/{event.id}", f"the event {event.name}")
    return Crumb(f"/runs/{quote(run.parent, safe='')}", "another run") if run.parent else None


def another_url(session: Session, principal: Principal, run: Run) -> str | None:
    """Return the form that starts a run's workflow, filled with what the run was given.

    None where it is not started by hand, or where nothing is known of what it was given.
    """
    try:
        story = CATALOGUE.story(run.workflow)
    except NotFound:
        return None
    if not story.can_start:
        return None
    event = event_of_run(session, principal.workspace_id, run.id, asker=principal.user_id)
    given = {name: text for name, value in _given(story, run, event).items() if (text := _text(value))}
    url = address(f"/runs/workflows/{quote(story.name, safe='')}", given)
    return url if given and len(url) <= LONGEST else None


def _given(story: Story, run: Run, event: Event | None) -> Mapping[str, Any]:
    """Return what is known of a run's input, by field: its event says all, its subject and its arguments some."""
    properties: Mapping[str, Any] = (story.schema() or {}).get("properties", {})
    arguments = run.input if isinstance(run.input, list) else []
    if event is not None:
        return {name: event.data.get(name, event.data.get(to_camel(name))) for name in properties}
    match arguments:
        case [_, {**fields}]:
            return {name: fields.get(name) for name in properties}
        case [_, str() as feedback] if FEEDBACK in properties:
            said = {FEEDBACK: feedback}
        case _:
            said = {}
    return {name: run.subject_id for name, one in properties.items() if one.get("subject") == run.subject_kind} | said


def _text(value: object) -> str:
    """Return a value as it is typed into a form: lists one to a line."""
    match value:
        case None | False:
            return ""
        case True:
            return "true"
        case list():
            return "\n".join(map(str, value))
        case _:
            return str(value)
