"""What an installation is made of, once composed: handed to every delivery, never a global."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable
from pressroom.kernel.storage import Storage
from pressroom.kernel.vault import Vault


@dataclass(frozen=True, slots=True)
class Limits:
    """What an operator allows; 0 pages a month means no limit."""

    max_upload_bytes: int
    max_pages: int
    monthly_pages: int


@dataclass(frozen=True, slots=True)
class SubjectActions:
    """What happens to a run's subject when its run is given up, or is to be tried again.

    `abandon` gets the subject's id, the run's and the reason, and leaves alone a subject that has a newer run;
    `again` gets the workspace's id and the subject's, starts a new run and returns its id; `mend` abandons the
    subjects that wait for a run which is over, and returns how many.
    """

    abandon: Callable[[Session, UUID, str, str], None]
    again: Callable[[Session, UUID, UUID], str]
    mend: Callable[[Session], int]


@dataclass(frozen=True, slots=True)
class TrialSource:
    """What a prompt may be tried on: `items` returns ids and names.

    It gets the workspace, the user, the ids asked for, else the most recent ones are meant, and how many at most.
    """

    items: Callable[[Session, UUID, UUID, Sequence[UUID], int], Sequence[tuple[UUID, str]]]


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

    @property
    def is_secure(self) -> bool:
        """Whether people reach the server through TLS."""
        return self.public_url.startswith("https://")
