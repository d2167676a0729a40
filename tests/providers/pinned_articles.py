"""Articles of invented blogs with pictures of theirs, as pins are described from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pressroom.providers.describe import Evidence

ARTICLES = Path(__file__).parent / "pinned"
PICTURES = Path(__file__).parents[2] / "samples/pictures"


@dataclass(frozen=True, slots=True)
class Pinned:
    """One picture of an article, as evidence for a pin."""

    name: str
    evidence: Evidence
    alt: str
    """What the article says of the picture; empty where it says nothing."""

    @property
    def text(self) -> str:
        """Return the article."""
        return self.evidence.pages[0]


def pinned(name: str) -> list[Pinned]:
    """Return the pins of an article, one for each of its pictures."""
    head, _, text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")
    lines = [line.partition(": ") for line in head.splitlines()]
    hints = {key: value for key, _, value in lines if key != "picture"}
    return [_pin(name, text, hints, value) for key, _, value in lines if key == "picture"]


def all_pinned() -> Iterator[Pinned]:
    """Yield the pins of all articles."""
    for path in sorted(ARTICLES.glob("*.txt")):
        yield from pinned(path.stem)


def _pin(name: str, text: str, hints: dict[str, str], picture: str) -> Pinned:
    file, alt, caption = (part.strip() for part in picture.split("|"))
    nearby = {"nearby": " / ".join(filter(None, [alt, caption]))} if alt or caption else {}
    evidence = Evidence(f"{name}.html", [text], images=[(PICTURES / file).read_bytes()], hints=hints | nearby)
    return Pinned(f"{name} with {file}", evidence, alt or caption)
