"""What a table of pins was asked for in its address: read, written again, offered to choose from, kept."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.pins import queries
from pressroom.features.pins.articles.queries import names as article_names
from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.projects.queries import projects
from pressroom.features.pins.views.queries import saved_views
from pressroom.web.narrowing import Narrowing, choices, id_in, tag_choices
from pressroom.web.pages.board_rows import board_names
from pressroom.web.views.pins import KeptView, PinFilters
from pressroom.web.views.shell import Choice

STATUSES = {
    PinStatus.DRAFT: "Draft",
    PinStatus.DESCRIBING: "Writing",
    PinStatus.READY: "Ready",
    PinStatus.SCHEDULED: "Scheduled",
    PinStatus.PUBLISHING: "Publishing",
    PinStatus.PUBLISHED: "Published",
    PinStatus.FAILED: "Failed",
}
PLANNED = {"yes": "Planned", "no": "Not planned"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Narrowing):
    """The filters of a table, as its address has them."""

    q: str = ""
    status: str = ""
    project: str = ""
    board: str = ""
    article: str = ""
    tag: str = ""
    planned: str = ""

    @property
    def moves(self) -> str:
        """The statuses that a pin of this table does not have."""
        return " ".join(one for one in PinStatus if self.status and one != self.status)

    def filters(self) -> queries.Filters:
        """Return what a list is narrowed to; what makes no sense narrows nothing."""
        return queries.Filters(
            q=self.q or None,
            status=PinStatus(self.status) if self.status in set(PinStatus) else None,
            project_id=id_in(self.project),
            board_id=id_in(self.board),
            article_id=id_in(self.article),
            tag=self.tag or None,
            is_scheduled=self.planned == "yes" if self.planned in PLANNED else None,
        )


def asked_for(
    q: Annotated[str, Query(max_length=500)] = "",
    status: Annotated[str, Query(max_length=30)] = "",
    project: Annotated[str, Query(max_length=40)] = "",
    board: Annotated[str, Query(max_length=40)] = "",
    article: Annotated[str, Query(max_length=40)] = "",
    tag: Annotated[str, Query(max_length=60)] = "",
    planned: Annotated[str, Query(max_length=10)] = "",
) -> Asked:
    """Return the filters of this request's address; an empty one of a form is none."""
    return Asked(q=q.strip(), status=status, project=project, board=board, article=article, tag=tag, planned=planned)


AskedDep = Annotated[Asked, Depends(asked_for)]


def offered(session: Session, workspace_id: UUID, asked: Asked) -> PinFilters:
    """Return all that a table can be narrowed to, and what of it is chosen."""
    numbers = queries.counts(session, workspace_id, asked.filters())
    shown = [(one, label) for one, label in STATUSES.items() if numbers.get(one) or one == asked.status]
    return PinFilters(
        query=asked.q,
        statuses=choices(shown, asked.status, numbers),
        projects=project_choices(session, workspace_id, asked.project),
        boards=board_choices(session, workspace_id, asked.board),
        tags=tag_choices([name for name, _ in queries.tags(session, workspace_id)], asked.tag),
        planned=choices(PLANNED.items(), asked.planned),
        article=_article(session, workspace_id, asked.article),
        narrowed=asked.narrowed,
    )


def project_choices(session: Session, workspace_id: UUID, chosen: str = "") -> list[Choice]:
    """Return the projects to choose from."""
    return choices([(str(one.id), one.name) for one in projects(session, workspace_id)], chosen)


def board_choices(session: Session, workspace_id: UUID, chosen: str = "") -> list[Choice]:
    """Return the boards to choose from."""
    return choices(board_names(session, workspace_id), chosen)


def kept_views(session: Session, principal: Principal, asked: Asked) -> list[KeptView]:
    """Return the views that whoever looks keeps."""
    return [
        KeptView(
            id=str(one.id),
            name=one.name,
            url="/pins?" + urlencode(one.query, doseq=True),
            is_current=one.query == asked.narrowed,
        )
        for one in saved_views(session, principal.workspace_id, principal.user_id)
    ]


def _article(session: Session, workspace_id: UUID, chosen: str) -> Choice | None:
    found = article_names(session, workspace_id, [chosen]) if id_in(chosen) else {}
    return Choice(value=chosen, label=found.get(chosen, "an article that is gone"), is_chosen=True) if chosen else None
