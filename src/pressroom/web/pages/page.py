"""The frame around every page of a signed-in person."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from pressroom.core.accounts.models import User, Workspace
from pressroom.core.accounts.queries import Principal
from pressroom.core.connections.queries import broken
from pressroom.features.documents.models import Status
from pressroom.features.documents.queries import counts
from pressroom.features.documents.rules import BUSY
from pressroom.features.generations.queries import in_use
from pressroom.web.views import Shell
from pressroom.web.views.shell import Section


def shell(
    session: Session, principal: Principal, section: Section, by_status: Mapping[Status, int] | None = None
) -> Shell:
    """Return the frame of a page in `section`; a page that has counted its documents by status hands that on."""
    if by_status is None:
        by_status = counts(session, principal.workspace_id)
    user = session.get_one(User, principal.user_id)
    return Shell(
        section=section,
        user_name=user.name,
        user_email=user.email,
        workspace_name=session.get_one(Workspace, principal.workspace_id).name,
        document_count=sum(by_status.values()),
        running_count=sum(number for status, number in by_status.items() if status in BUSY),
        generations_running=in_use(session, principal.workspace_id, principal.user_id),
        broken_connections=broken(session, principal.workspace_id),
    )
