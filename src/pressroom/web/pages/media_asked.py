"""What a list of pictures was asked for in its address: read, written again, offered to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query
from sqlalchemy.orm import Session

from pressroom.core.assets.models import Source
from pressroom.features.media import queries
from pressroom.features.media.folders import queries as folders
from pressroom.features.media.models import Status
from pressroom.providers.doors import Doors
from pressroom.providers.pictures import BASIC_COLOURS
from pressroom.web.meaning import meaning_of
from pressroom.web.narrowing import Narrowing, choices, id_in, tag_choices
from pressroom.web.views.media import MediaFilters
from pressroom.web.views.shell import Choice

STATUSES = {
    Status.COMPLETED: "Completed",
    Status.PENDING: "Waiting",
    Status.PROCESSING: "Processing",
    Status.FAILED: "Failed",
}
SOURCES = {
    Source.UPLOAD: "Upload",
    Source.GOOGLE_DRIVE: "Google Drive",
    Source.FOLDER: "A folder on this server",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Narrowing):
    """The filters of a list, as its address has them."""

    q: str = ""
    status: str = ""
    source: str = ""
    folder: str = ""
    tag: str = ""
    colour: str = ""
    since: str = ""
    until: str = ""

    @property
    def query(self) -> str:
        """The filters that are on, as an address has them."""
        return urlencode(self.narrowed)

    def filters(self, doors: Doors) -> queries.Filters:
        """Return what a list is narrowed to; what makes no sense narrows nothing."""
        return queries.Filters(
            q=self.q or None,
            meaning=meaning_of(doors, self.q),
            status=Status(self.status) if self.status in set(Status) else None,
            source=Source(self.source) if self.source in set(Source) else None,
            folder_id=id_in(self.folder),
            tag=self.tag or None,
            colour=self.colour or None,
            since=_day(self.since),
            until=_day(self.until),
        )


def asked_for(
    q: Annotated[str, Query(max_length=500)] = "",
    status: Annotated[str, Query(max_length=30)] = "",
    source: Annotated[str, Query(max_length=30)] = "",
    folder: Annotated[str, Query(max_length=40)] = "",
    tag: Annotated[str, Query(max_length=60)] = "",
    colour: Annotated[str, Query(max_length=20)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
) -> Asked:
    """Return the filters of this request's address; an empty one of a form is none."""
    return Asked(
        q=q.strip(), status=status, source=source, folder=folder, tag=tag, colour=colour, since=since, until=until
    )


def offered(session: Session, workspace_id: UUID, asked: Asked) -> MediaFilters:
    """Return all that a list can be narrowed to, and what of it is chosen."""
    return MediaFilters(
        query=asked.q,
        statuses=choices(STATUSES.items(), asked.status),
        sources=choices(SOURCES.items(), asked.source),
        folders=choices([(str(one.id), one.name) for one in folders.folders(session, workspace_id)], asked.folder),
        tags=tag_choices([name for name, _ in queries.tags(session, workspace_id)], asked.tag),
        colours=choices([(name, name) for name in BASIC_COLOURS], asked.colour),
        since=asked.since,
        until=asked.until,
        is_narrowed=bool(asked.narrowed),
    )


def statuses(asked: Asked, counts: Mapping[Status, int]) -> list[Choice]:
    """Return the statuses to choose from, with how many pictures stand in each."""
    return choices(STATUSES.items(), asked.status, counts)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
