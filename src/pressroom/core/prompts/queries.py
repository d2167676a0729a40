"""Which prompt a workspace asks with, and those before it. Every query takes the workspace."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.prompts.models import Prompt, PromptTrial
from pressroom.core.prompts.rules import SHIPPED, profile_named
from pressroom.kernel.errors import NotFound
from pressroom.providers.describe import Profile
from pressroom.providers.describe.describer import T

MOST_VERSIONS = 50
"""How many of the newest versions are listed."""


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


def history(session: Session, workspace_id: UUID, profile: str) -> Sequence[Prompt]:
    """Return the newest versions of a prompt, newest first; the shipped one is not among them."""
    return session.scalars(
        select(Prompt)
        .where(Prompt.workspace_id == workspace_id, Prompt.profile == profile)
        .order_by(Prompt.version.desc())
        .limit(MOST_VERSIONS)
    ).all()


def text_of(session: Session, workspace_id: UUID, profile: str, version: int) -> str:
    """Return the words of one version, 0 being the shipped one; raises NotFound."""
    if version == SHIPPED:
        return profile_named(profile).instructions
    found = session.scalar(
        select(Prompt.text).where(
            Prompt.workspace_id == workspace_id, Prompt.profile == profile, Prompt.version == version
        )
    )
    if found is None:
        raise NotFound(f"There is no version {version} of this prompt.")
    return found


def trial(session: Session, workspace_id: UUID, user_id: UUID, trial_id: UUID) -> PromptTrial:
    """Return someone's own trial; raises NotFound, also a day after it was made."""
    found = session.scalar(
        select(PromptTrial).where(
            PromptTrial.id == trial_id, PromptTrial.workspace_id == workspace_id, PromptTrial.user_id == user_id
        )
    )
    if found is None:
        raise NotFound("There is no such trial; they are kept for a day.")
    return found
