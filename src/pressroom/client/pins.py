"""Pins, as a client asks for them."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from types import NoneType
from typing import Any

from typing_extensions import Unpack

from pressroom.client.calls import LONG_SECONDS, Call, File, Id
from pressroom.client.groups import Group, M, Request, through
from pressroom.client.models import (
    ListPins,
    NewPin,
    PinEdit,
    PinList,
    PinOut,
    PublicationState,
    RevisionOut,
    StartedPin,
    StartedPins,
)

HERE = "/api/pins"
ONE = f"{HERE}/{{pin_id}}"
AT_ONCE = {"Prefer": "respond-async"}


class Pins(Group[M]):
    """Pins, from the first draft to Pinterest."""

    @Request
    def create(self, /, **new: Unpack[NewPin]) -> Call[PinOut]:
        """Make a pin of an article, or of a picture in the library."""
        return Call(method="POST", path=HERE, answer=PinOut, json=new, status=HTTPStatus.CREATED, keyed=True)

    @Request
    def upload(
        self,
        picture: File,
        *,
        project_id: Id,
        article_id: Id | None = None,
        board_id: Id | None = None,
        title: str = "",
        describe: bool = False,
    ) -> Call[PinOut]:
        """Make a pin of a picture of one's own; with `describe`, its words are written as well."""
        form = {"project_id": project_id, "article_id": article_id, "board_id": board_id, "title": title}
        return Call(
            method="POST",
            path=f"{HERE}/upload",
            answer=PinOut,
            files=("file", [picture]),
            form={**form, "describe": describe},
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def list(self, /, **wanted: Unpack[ListPins]) -> Call[PinList]:
        """Return a page of pins, newest first."""
        return Call(method="GET", path=HERE, answer=PinList, query=wanted)

    each = through(list.describe)
    """Go through all pins that are wanted, page after page."""

    @Request
    def get(self, pin_id: Id) -> Call[PinOut]:
        """Return one pin."""
        return _of("GET", ONE, PinOut, pin_id)

    @Request
    def edit(self, pin_id: Id, /, **changes: Unpack[PinEdit]) -> Call[PinOut]:
        """Change what a pin says and where it goes; what is left out stays."""
        return _of("PATCH", ONE, PinOut, pin_id, json=changes)

    @Request
    def describe(self, pin_id: Id, feedback: str | None = None) -> Call[RevisionOut]:
        """Have a pin's words written anew, minding what was said of them; return those when it is done."""
        body = {"feedback": feedback}
        return _of("POST", f"{ONE}/metadata", RevisionOut, pin_id, json=body, keyed=True, seconds=LONG_SECONDS)

    @Request
    def describe_many(self, pin_ids: Sequence[Id]) -> Call[StartedPins]:
        """Have the words of many pins written behind the answer, by a run that waits for all of them."""
        return _many(f"{HERE}/metadata", pin_ids)

    @Request
    def schedule(self, pin_id: Id, at: datetime) -> Call[PinOut]:
        """Have a pin published at a time, which says its zone."""
        return _of("PUT", f"{ONE}/schedule", PinOut, pin_id, json={"scheduled_at": at})

    @Request
    def unschedule(self, pin_id: Id) -> Call[PinOut]:
        """Take a pin's time back."""
        return _of("DELETE", f"{ONE}/schedule", PinOut, pin_id)

    @Request
    def publish(self, pin_id: Id) -> Call[StartedPin]:
        """Publish a pin in its account's turn; its run, and then `publication`, tell what became of it."""
        return _of(
            "POST",
            f"{ONE}/publication",
            StartedPin,
            pin_id,
            headers=AT_ONCE,
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def publish_many(self, pin_ids: Sequence[Id]) -> Call[StartedPins]:
        """Publish up to a thousand pins, one after another for each account, by a run that waits for all of them."""
        return _many(f"{HERE}/publication", pin_ids)

    @Request
    def publication(self, pin_id: Id) -> Call[PublicationState]:
        """Return where a pin stands on its way to Pinterest: what is missing, what it waits for, where it is."""
        return _of("GET", f"{ONE}/publication", PublicationState, pin_id)

    @Request
    def withdraw(self, pin_id: Id) -> Call[StartedPin]:
        """Take a published pin back from Pinterest."""
        return _of("DELETE", f"{ONE}/publication", StartedPin, pin_id, headers=AT_ONCE, status=HTTPStatus.ACCEPTED)

    @Request
    def retry(self, pin_id: Id) -> Call[StartedPin]:
        """Try again what failed about a pin."""
        return _of("POST", f"{ONE}/retry", StartedPin, pin_id, status=HTTPStatus.ACCEPTED, keyed=True)

    @Request
    def delete(self, pin_id: Id) -> Call[None]:
        """Delete a pin; it can be brought back for a day."""
        return _of("DELETE", ONE, NoneType, pin_id, status=HTTPStatus.NO_CONTENT)

    @Request
    def restore(self, pin_id: Id) -> Call[PinOut]:
        """Bring a deleted pin back."""
        return _of("POST", f"{ONE}/restore", PinOut, pin_id)


def _of(method: str, path: str, answer: type[Any], pin_id: Id, **more: Any) -> Call[Any]:  # noqa: ANN401  # as Call takes
    return Call(method=method, path=path, answer=answer, at={"pin_id": pin_id}, **more)


def _many(path: str, pin_ids: Sequence[Id]) -> Call[StartedPins]:
    return Call(
        method="POST",
        path=path,
        answer=StartedPins,
        json={"pin_ids": pin_ids},
        status=HTTPStatus.ACCEPTED,
        keyed=True,
    )
