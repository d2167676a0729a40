"""`/alerts`: what is not as it should be, and what was. For owners."""

from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from pressroom.core.alerts import queries
from pressroom.core.alerts.actions import dismiss
from pressroom.web.asking import OwnerDep, SessionDep
from pressroom.web.narrowing import address
from pressroom.web.pages.alert_lines import alert_row
from pressroom.web.pages.page import shell
from pressroom.web.replies import go_to
from pressroom.web.templating import page
from pressroom.web.views import AlertsPage

router = APIRouter(prefix="/alerts", include_in_schema=False)


@router.get("")
def list_alerts(
    session: SessionDep, principal: OwnerDep, cursor: Annotated[str | None, Query(max_length=60)] = None
) -> Response:
    """Show what is wrong, and what was."""
    found = queries.alerts(session, principal.workspace_id, cursor=cursor)
    return page(
        AlertsPage(
            shell=shell(session, principal, "runs"),
            alerts=[alert_row(one) for one in found.alerts],
            more_url=address("/alerts", {"cursor": found.next_cursor}) if found.next_cursor else None,
            here="/alerts",
        )
    )


@router.post("/{alert_id}/dismissal")
def put_aside(request: Request, session: SessionDep, principal: OwnerDep, alert_id: UUID) -> Response:
    """Put an alert aside, so that it stands on no page any more, and stay on the page where that was done."""
    dismiss(queries.alert(session, principal.workspace_id, alert_id, lock=True))
    return go_to(request, _page_of(request))


def _page_of(request: Request) -> str:
    """Return the page a button was pressed on."""
    asked_on = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer") or "/alerts")
    path = f"/{asked_on.path.lstrip('/')}"
    return f"{path}?{asked_on.query}" if asked_on.query else path
