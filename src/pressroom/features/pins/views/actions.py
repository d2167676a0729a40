"""Views kept and let go."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pressroom.features.pins.models import SavedView
from pressroom.features.pins.views.queries import saved_views
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Invalid, NotFound
from pressroom.kernel.ids import new_id

MOST = 50


def save_view(
    session: Session, workspace_id: UUID, user_id: UUID, *, name: str, query: Mapping[str, str | list[str]]
) -> SavedView:
    """Keep a view under a name, in place of the person's view of that name; raises Invalid for the 51st."""
    known = saved_views(session, workspace_id, user_id)
    if len(known) >= MOST and name not in {one.name for one in known}:
        raise Invalid(f"{MOST} views are kept. Delete one first, or save under the name of one.", code="views")
    values = {"workspace_id": workspace_id, "user_id": user_id, "name": name}
    kept = insert(SavedView).values(id=new_id(), created_at=now(), query=dict(query), **values)
    changed = kept.on_conflict_do_update(index_elements=list(values), set_={"query": kept.excluded["query"]})
    view_id = session.scalar(changed.returning(SavedView.id))
    return session.get_one(SavedView, view_id, populate_existing=True)


def delete_view(session: Session, workspace_id: UUID, user_id: UUID, view_id: UUID) -> None:
    """Let a view go; raises NotFound where it is not this person's."""
    gone = session.scalar(
        delete(SavedView)
        .where(SavedView.id == view_id, SavedView.workspace_id == workspace_id, SavedView.user_id == user_id)
        .returning(SavedView.id)
    )
    if gone is None:
        raise NotFound("There is no such view here.")
