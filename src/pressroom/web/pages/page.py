"""The frame around every page of a signed-in person."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Role, User, Workspace
from pressroom.core.accounts.queries import Principal, is_operator
from pressroom.core.alerts.queries import to_be_shown
from pressroom.core.connections.models import Connection
from pressroom.core.connections.queries import lost
from pressroom.features.documents.models import Status
from pressroom.features.documents.queries import counts
from pressroom.features.documents.rules import BUSY
from pressroom.features.generations.queries import in_use
from pressroom.features.media import queries as media
from pressroom.features.pins import queries as pins
from pressroom.kernel.failure import BUSY as PASSING
from pressroom.web.pages.alert_lines import alert_line
from pressroom.web.views import Shell
from pressroom.web.views.shell import COUNTED, AlertLine, Section, Trouble

MOST_NAMED = 2


def shell(
    session: Session, principal: Principal, section: Section, by_status: Mapping[Status, int] | None = None
) -> Shell:
    """Return the frame of a page in `section`; a page that has counted its documents by status hands that on."""
    if by_status is None:
        by_status = counts(session, principal.workspace_id)
    user = session.get_one(User, principal.user_id)
    broken = lost(session, principal.workspace_id)
    return Shell(
        section=section,
        user_name=user.name,
        user_email=user.email,
        workspace_name=session.get_one(Workspace, principal.workspace_id).name,
        is_owner=is_operator(session, principal),
        document_count=sum(by_status.values()),
        media_count=media.number(session, principal.workspace_id, most=COUNTED),
        pin_count=pins.number(session, principal.workspace_id, most=COUNTED),
        running_count=sum(number for status, number in by_status.items() if status in BUSY),
        generations_running=in_use(session, principal.workspace_id, principal.user_id),
        owns_workspace=principal.role is Role.OWNER,
        alerts=_alerts(session, principal),
        broken_connections=len(broken),
        trouble=trouble_of(broken),
    )


def _alerts(session: Session, principal: Principal) -> Sequence[AlertLine]:
    """Return what an owner should know of."""
    if principal.role is not Role.OWNER:
        return ()
    return [alert_line(one) for one in to_be_shown(session, principal.workspace_id)]


def trouble_of(broken: Sequence[Connection]) -> Trouble | None:
    """Return what is said of accounts that cannot be used: first of those that wait for a person, by name."""
    waiting = [one for one in broken if one.error_code != PASSING] or list(broken)
    if not waiting:
        return None
    is_one, (first, *_) = len(waiting) == 1, waiting
    reason = f"{first.last_error.rstrip('.')}. " if is_one and first.last_error else ""
    if first.error_code == PASSING:
        return Trouble(
            f"{_named(waiting)} cannot be used just now.",
            f"{reason}That is tried again every hour by itself; nothing is lost.",
        )
    return Trouble(
        f"{_named(waiting)} {'needs' if is_one else 'need'} you to sign in again.",
        f"{reason}{'Its' if is_one else 'Their'} work waits until then; nothing is lost.",
    )


def _named(accounts: Sequence[Connection]) -> str:
    names = [one.account for one in accounts]
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more accounts"]
    return " and ".join(names)
