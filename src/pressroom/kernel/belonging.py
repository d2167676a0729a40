"""Rows of a workspace: the one place where a row is looked up by an id that somebody gave."""

from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.kernel.errors import NotFound


class Belonging(Protocol):
    """A table whose rows belong to a workspace each."""

    @property
    def id(self) -> UUID: ...
    @property
    def workspace_id(self) -> UUID: ...


B = TypeVar("B", bound=Belonging)


def belonging(  # one for each thing a caller may want said
    session: Session,
    model: type[B],
    workspace_id: UUID,
    row_id: UUID,
    *,
    missing: str,
    lock: bool = False,
    takes_children: bool = False,
) -> B:
    """Return a workspace's row by its id; raises NotFound with `missing` where it is another's or nobody's.

    With `lock`, nobody else changes it until the transaction ends; one that `takes_children` may be pointed at by new
    rows meanwhile.
    """
    statement = select(model).filter_by(id=row_id, workspace_id=workspace_id)
    if lock:  # as it is now, though it had been read before
        statement = statement.with_for_update(of=model, key_share=takes_children)
        statement = statement.execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound(missing)
    return found
