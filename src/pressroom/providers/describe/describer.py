"""The door every describing model stands behind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)

TEXT_LIMIT = 24_000
"""Characters of evidence a model is given: some 6,000 tokens."""

HEAD_SHARE = 0.7
"""Share of the limit for the first pages, which name a document; the rest shows what else is in it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a model may look at; it should say nothing that is not in here."""

    filename: str
    pages: Sequence[str] = ()
    """The text of each page, in order."""
    images: Sequence[bytes] = ()
    """Encoded pictures (PNG, JPEG, WebP or GIF)."""
    hints: Mapping[str, str] = field(default_factory=dict)
    """What is known besides, by name (`title` as the file itself claims it, `language`)."""

    def text(self, limit: int = TEXT_LIMIT) -> str:
        """Return the evidence as one text of at most `limit` characters.

        The first pages stand whole; of the others, as many openings as fit, evenly spread.
        """
        lines = [f"File name: {self.filename}", *(f"{name}: {value}" for name, value in self.hints.items())]
        head = "\n".join(lines)[:limit]
        return head + _pages_within(self.pages, limit - len(head))


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier answer and what a person said about it."""

    values: dict[str, Any]
    feedback: str


@dataclass(frozen=True, slots=True)
class Profile(Generic[T]):
    """What is wanted of a model: the shape of the answer, and how to come to it."""

    name: str
    output_type: type[T]
    instructions: str
    """How to come to the answer; a workspace may have other words for it."""
    rules: str = ""
    """What holds whatever the instructions say; it follows them."""
    prompt_version: int | None = None
    """Which of a workspace's own prompts the instructions are; None for the shipped one."""
    objection: Callable[[T, Evidence, Sequence[Turn]], str | None] | None = None
    """What is wrong with an answer of the right shape, as a sentence to the model; None where nothing is.

    A model is asked once to mend it; what is wrong even then is noted, and the answer not trusted much.
    """

    @property
    def system_prompt(self) -> str:
        """The instructions and the rules, as a model gets them."""
        return f"{self.instructions}\n\n{self.rules}" if self.rules else self.instructions


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Generic[T]):
    """What a model said, and at what cost."""

    values: T
    model: str
    confidence: float | None = None
    """0 to 1; None where the model does not say."""
    notes: tuple[str, ...] = ()
    """What a person should know about this answer, as sentences."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: Decimal | None = None
    """None where the price is not known."""
    seconds: float = 0.0


class Describer(Protocol):
    """Describes evidence as a profile asks; may be called from many threads at once."""

    @property
    def model(self) -> str:
        """The name the model is set by."""
        ...

    def check(self) -> None:
        """Do nothing where the model can be asked, as far as that shows without asking it; else raise ProviderError."""
        ...

    def describe(self, profile: Profile[T], evidence: Evidence, *, turns: Sequence[Turn] = ()) -> Answer[T]:
        """Return the model's answer to the evidence, or, after `turns`, its next one.

        Raises ProviderBusy (time-out, rate limit, fault, no connection), ProviderRefused (the request, its
        content or two nonsensical answers) and ProviderAuthLost (the key).
        """
        ...


def _pages_within(pages: Sequence[str], limit: int) -> str:
    shown = [_headed(number, len(pages), text) for number, text in enumerate(pages, 1) if text.strip()]
    if sum(map(len, shown)) <= limit:
        return "".join(shown)
    whole = _count_within(shown, int(limit * HEAD_SHARE))
    if not whole:
        return shown[0][:limit]
    head, rest = "".join(shown[:whole]), shown[whole:]
    return head + _openings(rest, limit - len(head))


def _headed(number: int, count: int, text: str) -> str:
    return f"\n\n[Page {number} of {count}]\n{text.strip()}"


def _count_within(texts: Sequence[str], limit: int) -> int:
    total = 0
    for count, text in enumerate(texts):
        total += len(text)
        if total > limit:
            return count
    return len(texts)


def _openings(texts: Sequence[str], limit: int, *, each: int = 600) -> str:
    count = min(len(texts), max(1, limit // each))
    chosen = [texts[index * len(texts) // count] for index in range(count)]
    return "".join(text[: limit // count] for text in chosen)
