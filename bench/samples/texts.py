"""The words of the samples; all people, places and sums are made up."""

from pathlib import Path

TEXTS = Path(__file__).parent / "text"


def text(name: str) -> str:
    """Return the text called `name`."""
    return (TEXTS / name).read_text(encoding="utf-8").strip()
