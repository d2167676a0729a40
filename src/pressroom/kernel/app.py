"""What an installation is made of, once composed: handed to every delivery, never a global."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable
from pressroom.kernel.errors import Conflict
from pressroom.kernel.storage import Storage
from pressroom.kernel.vault import Vault


@dataclass(frozen=True, slots=True)
class Limits:
    """What an operator allows; 0 pages a month means no limit."""

    max_upload_bytes: int
    max_pages: int
    monthly_pages: int
    daily_pins: int = 100
    """Pins a day and Pinterest account that the calendar warns above."""
    publish_spacing_seconds: float = 10.0
    """Between two pins of a Pinterest account."""


@dataclass(frozen=True, slots=True)
class Reopening:
    """A run that is over and about to go on from one of its steps; `kept` names the steps before it."""

    run_id: str
    workflow: str
    kept: Sequence[str]


def cannot_reopen(_session: Session, _workspace_id: UUID, _subject_id: UUID, _of: Reopening) -> None:
    """Refuse: what a run of this kind wrote outside would be written twice, or not at all."""
    raise Conflict("A run of this workflow is not wound back. Retry it instead: that starts it anew.", code="not_wound")


def check_newest(run_id: str | None, of: Reopening) -> None:
    """Raise Conflict where a subject whose newest run is `run_id` has had one since."""
    if run_id != of.run_id:
        raise Conflict("A newer run has worked on this since, so only that one may go on.", code="newer")


@dataclass(frozen=True, slots=True)
class SubjectActions:
    """What happens to a run's subject when its run is given up, is to be tried again, or wound back.

    `abandon` gets the subject's id, the run's and the reason, and leaves alone a subject that has a newer run;
    `again` gets the workspace's id and the subject's, starts a new run and returns its id; `mend` abandons the
    subjects that wait for a run which is over, and returns how many; `reopen` has the subject wait for a run again,
    and raises NotFound where it is gone, Conflict where that run may not go on.
    """

    abandon: Callable[[Session, UUID, str, str], None]
    again: Callable[[Session, UUID, UUID], str]
    mend: Callable[[Session], int]
    reopen: Callable[[Session, UUID, UUID, Reopening], None] = cannot_reopen


@dataclass(frozen=True, slots=True)
class TrialSource:
    """What a prompt may be tried on: `items` returns ids and names.

    It gets the workspace, the user, the ids asked for, else the most recent ones are meant, and how many at most.
    """

    items: Callable[[Session, UUID, UUID, Sequence[UUID], int], Sequence[tuple[UUID, str]]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What an installation stands on before it is one: its database, which may have no tables, files and key."""

    database_url: str
    engine: Engine
    storage: Storage
    key_file: Path | None


@dataclass(frozen=True, slots=True)
class App:
    """A composed installation."""

    database: Database
    durable: Durable
    storage: Storage
    vault: Vault
    limits: Limits
    public_url: str
    database_url: str
    describe_model: str
    ocr_languages: str
    subjects: Mapping[str, SubjectActions]
    vision_model: str = "local"
    paint_model: str = "local"
    starting_credits: int = 20
    """What everyone who becomes a member of a workspace gets."""
    trials: Mapping[str, TrialSource] = field(default_factory=dict)
    """By profile, what its prompt may be tried on."""
    schedules: Mapping[str, str] = field(default_factory=dict)
    """By workflow, the cron the operator gave its schedule; the others have that they come with."""
    folder: Path | None = None
    """What this process keeps on its own disk: the data folder."""
    metrics_token: str = ""
    """What may read `/metrics` from elsewhere; empty lets only this machine."""

    @property
    def is_secure(self) -> bool:
        """Whether people reach the server through TLS."""
        return self.public_url.startswith("https://")
