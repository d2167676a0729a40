"""A pin's description while a person's wishes change it."""

from dataclasses import dataclass, field

from pressroom.providers.describe.local.pins.choosing import Weighed
from pressroom.providers.describe.local.pins.wording import fitting, with_closing
from pressroom.providers.describe.local.sentences import split
from pressroom.providers.describe.pin_limits import DESCRIPTION_MOST


@dataclass
class Draft:
    """An answer being revised, and what a person should know about that."""

    weighed: Weighed
    title: str
    description: str
    alt_text: str
    keywords: list[str]
    closing: str
    notes: list[str] = field(default_factory=list)

    @property
    def language(self) -> str:
        """Return the language of the article."""
        return self.weighed.article.language

    @property
    def body(self) -> str:
        """Return the description without its closing line."""
        return self.description.removesuffix(self.closing).strip() if self.closing else self.description

    @property
    def sentences(self) -> list[str]:
        """Return the description's sentences without its closing line: those of the article as it has them."""
        known = sorted((quote.text for quote in self.weighed.article.quotes), key=len, reverse=True)
        found: list[str] = []
        rest = self.body
        while rest:
            own = next((text for text in known if rest.startswith(text)), None)
            one = own or split(rest, self.weighed.article.vocabulary)[0]
            found.append(one)
            rest = rest[len(one) :].lstrip()
        return found

    @property
    def own(self) -> list[str]:
        """Return the sentences that are not the article's: a person said them, or wrote them."""
        known = {quote.text for quote in self.weighed.article.quotes}
        return [text for text in self.sentences if text not in known]

    def say(self, sentences: list[str]) -> None:
        """Make a description of sentences, as many as there is room for, and the closing line."""
        kept = fitting(sentences, DESCRIPTION_MOST - len(self.closing.encode("utf-16-le")) // 2 - 1)
        self.description = with_closing(" ".join(kept), self.closing)

    def note(self, text: str) -> None:
        """Add a note once."""
        if text not in self.notes:
            self.notes.append(text)
