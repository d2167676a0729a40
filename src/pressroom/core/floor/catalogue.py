"""What can run: every workflow with its queue, what starts it, and how a person or an event starts one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from pydantic.aliases import AliasChoices, AliasGenerator
from pydantic_core import ErrorDetails
from sqlalchemy.orm import Session

from pressroom.kernel.app import App
from pressroom.kernel.durable import WORK
from pressroom.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom a workflow is started: a workspace, and a person where there is one."""

    workspace_id: UUID
    user_id: UUID | None = None


Start: TypeAlias = Callable[[Session, App, Asker, Any], str]
"""Starts a run in the caller's transaction, with an input of the story's own type, and returns its id; raises what a
person may not do, or what is not there. Where the same work is under way already, that run is returned."""


class StoryInput(BaseModel):
    """What a workflow is started with; `camelCase` names are taken as well, as other systems send them."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=AliasGenerator(validation_alias=lambda name: AliasChoices(name, to_camel(name))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A workflow: `name` is its own, `events` start it by `start`, `schedule` names the cron (UTC) it comes with.

    One without `start` is begun by others only: `about` says by whom. `source` is the file of one that is the owner's.
    """

    name: str
    about: str
    queue: str = WORK
    events: tuple[str, ...] = ()
    schedule: str | None = None
    input: type[BaseModel] | None = None
    start: Start | None = None
    retries: str = "3 tries a step while a provider is busy"
    source: str | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name.replace("_", " ").capitalize()

    @property
    def can_start(self) -> bool:
        """Whether a person or an event may start it."""
        return self.start is not None and self.input is not None

    def schema(self) -> Mapping[str, Any] | None:
        """Return the JSON schema of its input, as it is written by hand."""
        return self.input.model_json_schema() if self.input and self.start else None

    def known(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what of an event's data is input: other systems send more than is asked for."""
        names = set(self.input.model_fields) if self.input else set()
        return {name: value for name, value in data.items() if name in names | {to_camel(one) for one in names}}

    def begin(self, session: Session, app: App, asker: Asker, given: Mapping[str, Any]) -> str:
        """Start it with what was given; return the run's id.

        Raises Invalid where that is no input of it, Conflict where it is not started by hand, and what `start` raises.
        """
        if self.start is None or self.input is None:
            raise Conflict(f"“{self.title}” is not started by hand. {self.about}", code="not_startable")
        try:
            wanted = self.input.model_validate(dict(given))
        except ValidationError as error:
            raise Invalid(told(error), code="input") from error
        return self.start(session, app, asker, wanted)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file of the owner's own that was left out, and why."""

    file: str
    reason: str


class Catalogue:
    """The workflows of an installation by name, in the order they are shown."""

    def __init__(self, *stories: Story) -> None:
        self._stories = {one.name: one for one in stories}
        self._troubles: list[Trouble] = []

    def __iter__(self) -> Iterator[Story]:
        """Go through all of them."""
        return iter(tuple(self._stories.values()))

    def add(self, story: Story) -> None:
        """Take another one in; raises Conflict where its name is taken."""
        if story.name in self._stories:
            raise Conflict(f"There is a workflow called {story.name} already.", code="known")
        self._stories[story.name] = story

    def leave_out(self, trouble: Trouble) -> None:
        """Note that a file was left out."""
        self._troubles.append(trouble)

    @property
    def troubles(self) -> Sequence[Trouble]:
        """The files that were left out, and why."""
        return tuple(self._troubles)

    @property
    def own(self) -> Sequence[Story]:
        """The workflows that are the owner's own."""
        return [one for one in self if one.source]

    def in_vain(self, name: str, status: str) -> str | None:
        """Return why a run of a workflow waits in vain; None where it does not."""
        if status != "queued" or name in self._stories:
            return None
        return (
            f"No file in the plug-ins folder has a workflow called {name} any more. Put it back and start Pressroom "
            "again, or cancel the run."
        )

    def story(self, name: str) -> Story:
        """Return one by its name; raises NotFound, with the closest name there is."""
        if found := self._stories.get(name):
            return found
        raise NotFound(f"There is no workflow called “{name}”.{_closest(name, self._stories)}")

    def events(self) -> Mapping[str, Story]:
        """Return what each event starts, by the event's name."""
        return {event: one for one in self for event in one.events}


def closest(name: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """Return the names that are most like one that is unknown, best first."""
    return get_close_matches(name, list(known), n=most, cutoff=0.4)


def _closest(name: str, known: Mapping[str, object]) -> str:
    found = closest(name, known, most=1)
    return f" Did you mean {found[0]}?" if found else ""


def told(error: ValidationError) -> str:
    """Return what is wrong with an input, field by field."""
    return " ".join(f"{'.'.join(map(str, one['loc'])) or 'The input'}: {_wrong(one)}." for one in error.errors())


def _wrong(one: ErrorDetails) -> str:
    """Return what is wrong with a field, in words."""
    if one["type"] in {"uuid_parsing", "uuid_type"}:
        return "this is no id; one is a UUID"
    return one["msg"].removeprefix("Value error, ").removesuffix(".")
