"""`/api/alerts`: what is not as it should be. For owners."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from pressroom.core.alerts import queries
from pressroom.core.alerts.actions import dismiss as put_aside
from pressroom.core.alerts.schemas import AlertList, AlertOut
from pressroom.web.asking import OwnerDep, SessionDep

router = APIRouter(prefix="/api/alerts", tags=["alerts"])


@router.get("")
def list_alerts(
    session: SessionDep,
    principal: OwnerDep,
    is_open: Annotated[
        bool | None, Query(alias="open", description="Only those that last, or only those over.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> AlertList:
    """List what is wrong or was, newest first. Each ends by itself once all is well."""
    found = queries.alerts(session, principal.workspace_id, is_open=is_open, limit=limit, cursor=cursor)
    return AlertList(items=[AlertOut.of(one) for one in found.alerts], next_cursor=found.next_cursor)


@router.post("/{alert_id}/dismiss")
def dismiss(session: SessionDep, principal: OwnerDep, alert_id: UUID) -> AlertOut:
    """Put an alert aside: it is shown on pages no more, and still ends by itself."""
    alert = queries.alert(session, principal.workspace_id, alert_id, lock=True)
    put_aside(alert)
    return AlertOut.of(alert)
