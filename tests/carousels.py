"""Carousels driven by their actions, as the web drives them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pressroom.features.pins.actions.picture import Picked
from pressroom.features.pins.models import Pin, PinSlide
from pressroom.features.pins.publishing.pictures import PictureTools
from pressroom.features.pins.queries import pin as find_pin
from pressroom.features.pins.slides import actions, queries
from pressroom.providers.pictures import PictureReader
from tests.media import wait_for
from tests.pins import Pinboard


@dataclass(frozen=True, slots=True)
class Carousel:
    """One pin's pictures, worked on by whatever worker runs."""

    board: Pinboard
    pin_id: UUID

    def add(self, *pictures: Picked) -> list[UUID]:
        """Add pictures; return their ids."""
        with self.board.session() as session:
            pin = find_pin(session, self.board.workspace_id, self.pin_id, lock=True)
            return [one.id for one in actions.add_slides(session, self.board.app.durable, pin, pictures)]

    def move(self, slide_id: UUID, number: int) -> None:
        """Put a picture in another place."""
        with self.board.session() as session:
            pin = find_pin(session, self.board.workspace_id, self.pin_id, lock=True)
            actions.move_slide(session, pin, slide_id, number)

    def remove(self, slide_id: UUID) -> None:
        """Take a picture out."""
        with self.board.session() as session:
            actions.remove_slide(session, find_pin(session, self.board.workspace_id, self.pin_id, lock=True), slide_id)

    def retry(self, slide_id: UUID) -> str:
        """Try a picture again; return the run's id."""
        with self.board.session() as session:
            pin = find_pin(session, self.board.workspace_id, self.pin_id, lock=True)
            return actions.retry_slide(session, self.board.app.durable, pin, slide_id)

    def slides(self) -> Sequence[PinSlide]:
        """Return the further pictures as they stand, in order."""
        with self.board.session() as session:
            return queries.slides(session, self.pin_id)

    def urls(self) -> list[str | None]:
        """Return where all its pictures are from, in order."""
        return [self.pin().picture_url, *(one.picture_url for one in self.slides())]

    def pin(self) -> Pin:
        """Return the pin as it stands."""
        return self.board.pin(self.pin_id)

    def settled(self) -> Sequence[PinSlide]:
        """Wait until every picture has come, or has failed, and the runs are over; return them."""
        wait_for(lambda: all(one.picture or one.error for one in self.slides()), 30.0)
        for one in self.slides():
            if one.run_id:
                self.board.blogs.over(one.run_id)
        return self.slides()


def picture_tools(board: Pinboard, reader: PictureReader, public_url: str = "http://127.0.0.1:8288") -> PictureTools:
    """Return what brings pictures to the shape of a pin."""
    app = board.app
    return PictureTools(app.database, app.storage, reader, app.vault, public_url)
