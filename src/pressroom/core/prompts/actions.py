"""Prompts saved as new versions, and earlier ones used again."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Workspace
from pressroom.core.prompts.models import Prompt
from pressroom.core.prompts.queries import current_prompt, text_of
from pressroom.core.prompts.rules import SHIPPED, profile_named, prompt_note, prompt_text


def save_prompt(
    session: Session, workspace_id: UUID, profile: str, *, text: str, author_id: UUID | None, note: str | None = None
) -> int:
    """Ask with these words from now on; return their version. What is asked with already makes no new one.

    Raises NotFound for a profile there is not, Invalid for words that are too few or too many.
    """
    shipped, tidied, said = profile_named(profile), prompt_text(text), prompt_note(note)
    _lock(session, workspace_id)
    current = current_prompt(session, workspace_id, profile)
    if tidied == (current.text if current else shipped.instructions):
        return current.version if current else SHIPPED
    newest = select(func.coalesce(func.max(Prompt.version), SHIPPED)).where(
        Prompt.workspace_id == workspace_id, Prompt.profile == profile
    )
    version = (session.scalar(newest) or SHIPPED) + 1
    _unset(session, workspace_id, profile)
    session.add(
        Prompt(
            workspace_id=workspace_id,
            profile=profile,
            version=version,
            text=tidied,
            note=said,
            author_id=author_id,
            is_current=True,
        )
    )
    session.flush()
    return version


def use_version(session: Session, workspace_id: UUID, profile: str, version: int) -> None:
    """Ask with an earlier version again, 0 being the shipped one; raises NotFound."""
    profile_named(profile)
    text_of(session, workspace_id, profile, version)
    _lock(session, workspace_id)
    _unset(session, workspace_id, profile)
    session.execute(
        update(Prompt)
        .where(Prompt.workspace_id == workspace_id, Prompt.profile == profile, Prompt.version == version)
        .values(is_current=True)
    )


def _lock(session: Session, workspace_id: UUID) -> None:
    """Let only one at a time say what is current; the workspace's key is not locked, so all else goes on."""
    session.scalar(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))


def _unset(session: Session, workspace_id: UUID, profile: str) -> None:
    session.execute(
        update(Prompt)
        .where(Prompt.workspace_id == workspace_id, Prompt.profile == profile, Prompt.is_current)
        .values(is_current=False)
    )
