"""An answer while a person's wishes change it."""

from dataclasses import dataclass, field
from functools import cached_property

from pressroom.providers.describe.local.findings import Findings
from pressroom.providers.describe.local.sentences import split
from pressroom.providers.describe.local.summary import Weighed, weigh


@dataclass
class Revision:
    """An answer being revised, and what a person should know about that."""

    findings: Findings
    name: str
    tags: list[str]
    summary: str
    notes: list[str] = field(default_factory=list)

    @cached_property
    def weighed(self) -> Weighed | None:
        """Return the document's sentences."""
        return weigh(self.findings)

    @property
    def sentences(self) -> list[str]:
        """Return the summary's sentences."""
        return split(self.summary, self.findings.vocabulary)

    def note(self, text: str) -> None:
        """Add a note once."""
        if text not in self.notes:
            self.notes.append(text)
