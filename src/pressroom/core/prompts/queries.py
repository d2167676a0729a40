"""Which prompt a workspace asks with."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.prompts.models import Prompt
from pressroom.providers.describe import Profile
from pressroom.providers.describe.describer import T


def current_prompt(session: Session, workspace_id: UUID, profile: str) -> Prompt | None:
    """Return the prompt a workspace asks with, None where it is the shipped one."""
    return session.scalar(
        select(Prompt).where(Prompt.workspace_id == workspace_id, Prompt.profile == profile, Prompt.is_current)
    )


def prompted(session: Session, workspace_id: UUID, profile: Profile[T]) -> Profile[T]:
    """Return the profile with this workspace's current prompt, and its version; the shipped one where it has none."""
    current = current_prompt(session, workspace_id, profile.name)
    if current is None:
        return profile
    return replace(profile, instructions=current.text, prompt_version=current.version)
