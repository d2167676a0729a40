"""The pages of pins, asked for and answered as a browser without scripts does."""

from uuid import UUID

from tests.pins import Pinboard

NOON = "2031-06-01T12:00"


def form_of(board: Pinboard, pin_id: str, **typed: str) -> dict[str, str]:
    """Return a pin's form as it stands, with something typed into it."""
    pin = board.pin(UUID(pin_id))
    stands = {
        "title": pin.title,
        "description": pin.description,
        "alt_text": pin.alt_text,
        "keywords": ", ".join(pin.keywords),
        "board": str(pin.board_id or ""),
        "tags": ", ".join(pin.tags),
        "link": pin.link or "",
    }
    return stands | typed
