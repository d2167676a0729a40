"""What is known about a document before anything is said about it."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from pressroom.providers.describe.describer import Evidence
from pressroom.providers.describe.local.dates import Dates, dates_in
from pressroom.providers.describe.local.kinds import FORMS, KindFound, kind_of, number_of
from pressroom.providers.describe.local.language import language_of
from pressroom.providers.describe.local.money import Amounts, amounts_in
from pressroom.providers.describe.local.parties import sender_of
from pressroom.providers.describe.local.reading import Reading, read
from pressroom.providers.describe.local.titles import subject_of, title_of
from pressroom.providers.describe.local.vocabulary import Vocabulary, vocabulary_for

FEW_LETTERS = 10
DIRT = 0.5


@dataclass(frozen=True)
class Findings:
    """The facts of a document."""

    filename: str
    reading: Reading
    language: str
    vocabulary: Vocabulary
    kind: KindFound
    number: str | None
    sender: str | None
    subject: str | None
    title: str | None
    dates: Dates
    amounts: Amounts

    @property
    def is_form(self) -> bool:
        """Return whether its facts say more than its sentences."""
        return self.kind.key in FORMS

    @property
    def is_blank(self) -> bool:
        """Return whether there is next to nothing to read."""
        return self.reading.letters < FEW_LETTERS or self.reading.legibility < DIRT

    @property
    def suffix(self) -> str:
        """Return the file's extension, in lower case and without its point; empty where it is none."""
        suffix = PurePath(self.filename).suffix.strip(".").lower()
        return suffix if re.fullmatch(r"[a-z0-9]{1,5}", suffix) else ""


def find(evidence: Evidence) -> Findings:
    """Return what evidence says."""
    reading = read(evidence.pages)
    language = language_of(reading.text)
    vocabulary = vocabulary_for(language)
    kind = kind_of(reading, vocabulary)
    sender = sender_of(reading, vocabulary)
    return Findings(
        filename=evidence.filename,
        reading=reading,
        language=language,
        vocabulary=vocabulary,
        kind=kind,
        number=number_of(reading, kind, vocabulary),
        sender=sender,
        subject=subject_of(reading, vocabulary),
        title=title_of(reading, vocabulary, evidence.hints, kind=kind, sender=sender),
        dates=dates_in(reading.lines, vocabulary),
        amounts=amounts_in(reading.lines, vocabulary),
    )
