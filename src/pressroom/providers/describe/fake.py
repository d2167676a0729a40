"""A describer that needs no model: quick, repeatable, and as unpleasant as it is told to be."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from pydantic import BaseModel

from pressroom.kernel.errors import PressroomError, ProviderBusy, ProviderRefused
from pressroom.providers.describe.describer import Answer, Evidence, Profile, T, Turn
from pressroom.providers.describe.document import DocumentDescription
from pressroom.providers.describe.picture import PictureDescription
from pressroom.providers.describe.pin import PinDescription
from pressroom.providers.describe.pin_limits import ALT_TEXT_MOST, DESCRIPTION_MOST, TITLE_MOST, shortened
from pressroom.providers.describe.sitter import SitterDescription, SubjectType

Script = Callable[[Evidence, Sequence[Turn]], BaseModel]

SITTERS: Mapping[str, SubjectType] = {
    "person": "person",
    "portrait": "person",
    "pet": "pet",
    "cat": "pet",
    "dog": "pet",
}
"""By a word of the file's name."""


def first_line(evidence: Evidence, turns: Sequence[Turn]) -> DocumentDescription:
    """Describe a document by its first line, and each feedback by repeating it."""
    lines = [line for page in evidence.pages for line in page.splitlines() if line.strip()]
    title = " ".join([*lines, evidence.filename][0].split())[:100]
    summary = " ".join([f"{title}.", *(f"({turn.feedback})" for turn in turns)])[:500]
    return DocumentDescription(
        display_name=title.ljust(3, "."), tags=["fake", "document", "test"], summary=summary, language="en"
    )


def stem_of_name(evidence: Evidence, turns: Sequence[Turn]) -> PictureDescription:
    """Describe a picture by the words of its file's name, and each feedback by repeating it."""
    words = _words(evidence)
    description = " ".join([f"A picture of {' '.join(words)}.", *(f"({turn.feedback})" for turn in turns)])[:600]
    return PictureDescription(
        description=description,
        tags=["fake", *words],
        content=" ".join(words)[:120],
        style="photo",
        colors=["grey"],
        subjects=words,
        mood="calm",
    )


def sitter_of_name(evidence: Evidence, turns: Sequence[Turn]) -> SitterDescription:
    """Describe who sits by the words of the file's name, and each feedback by repeating it."""
    words = _words(evidence)
    description = " ".join([f"It shows {' '.join(words)}.", *(f"({turn.feedback})" for turn in turns)])[:400]
    kind: SubjectType = next((SITTERS[word] for word in words if word in SITTERS), "other")
    return SitterDescription(subject_type=kind, description=description, features=["grey", *words])


def title_of_article(evidence: Evidence, turns: Sequence[Turn]) -> PinDescription:
    """Describe a pin by its article's title and first line, and each feedback by repeating it."""
    lines = [line for page in evidence.pages for line in page.splitlines() if line.strip()]
    title = evidence.hints.get("title") or [*lines, evidence.filename][0]
    said = [f"{title}.", *lines[:1], *(f"({turn.feedback})" for turn in turns), evidence.hints.get("closing", "")]
    shown = " ".join(_words(evidence)) if evidence.images else ""
    return PinDescription(
        title=shortened(title, TITLE_MOST),
        description=shortened(" ".join(filter(None, said)), DESCRIPTION_MOST),
        alt_text=shortened(f"It shows {shown}." if shown else "", ALT_TEXT_MOST),
        keywords=["fake", "pin", "test"],
    )


@dataclass(slots=True)
class FakeDescriber:
    """Answers by script, after `seconds`; first `busy` times busily, then with `error` if there is one."""

    scripts: Mapping[str, Script] = field(
        default_factory=lambda: {
            "document": first_line,
            "picture": stem_of_name,
            "sitter": sitter_of_name,
            "pin": title_of_article,
        }
    )
    """By name of the profile."""
    seconds: float = 0.0
    timeout_seconds: float = 60.0
    busy: int = 0
    retry_after: float | None = None
    error: PressroomError | None = None
    nonsense: bool = False
    model: str = "fake"
    calls: list[tuple[str, Evidence, tuple[Turn, ...]]] = field(default_factory=list)
    """What it was asked, in order."""

    def check(self) -> None:
        """Fail as told, if told."""
        if self.error:
            raise self.error

    def describe(self, profile: Profile[T], evidence: Evidence, *, turns: Sequence[Turn] = ()) -> Answer[T]:
        """Answer by the profile's script, or fail as told."""
        self.calls.append((profile.name, evidence, tuple(turns)))
        time.sleep(min(self.seconds, self.timeout_seconds))
        self._fail_as_told()
        values = profile.output_type.model_validate(self.scripts[profile.name](evidence, turns).model_dump())
        return Answer(values=values, model=self.model, confidence=0.9, seconds=self.seconds)

    def _fail_as_told(self) -> None:
        if self.seconds > self.timeout_seconds:
            raise ProviderBusy(f"The model did not answer within {self.timeout_seconds:g} seconds.")
        if self.busy:
            self.busy -= 1
            raise ProviderBusy("The model is busy.", retry_after=self.retry_after)
        if self.error:
            raise self.error
        if self.nonsense:
            raise ProviderRefused("The model answered nonsense twice: it is a fake told to.")


def _words(evidence: Evidence) -> list[str]:
    return re.findall(r"[^\W\d_]{1,60}", PurePath(evidence.filename).stem.lower())[:9] or ["picture"]
