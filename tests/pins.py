"""Pins driven by their actions, as the web drives them, and articles to make them of."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.captions import caption_of
from pressroom.core.metadata.models import Revision
from pressroom.core.metadata.queries import revisions
from pressroom.features.pins import steps as pin_steps
from pressroom.features.pins.actions import progress
from pressroom.features.pins.actions.again import describe_again, try_again
from pressroom.features.pins.actions.create import Made, Wanted, create_pin, create_pins
from pressroom.features.pins.actions.edit import edit_pin
from pressroom.features.pins.actions.picture import Picked
from pressroom.features.pins.articles.models import Article, ArticlePicture, ArticleStatus
from pressroom.features.pins.boards.actions import create_board
from pressroom.features.pins.models import KIND, PictureSource, Pin, PinStatus
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.queries import pin as find_pin
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from pressroom.kernel.storage import thumbnail_key
from pressroom.providers.articles import ArticleReader
from pressroom.providers.describe import Describer
from pressroom.providers.pictures import WEBP, PictureReader, Size
from pressroom.providers.pictures.fake import DOTS
from tests.articles import SECONDS, SITE, Blogs, blogs_of
from tests.media import wait_for
from tests.runs import without_run

SAID = {
    "title": "Leek soup in twenty minutes",
    "description": "A warm soup of leeks and potatoes.",
    "alt_text": "A bowl of green soup.",
    "keywords": ["leek soup", "quick dinner"],
}
BUSY = {PinStatus.DESCRIBING}


def picture_url(name: str, number: int = 1) -> str:
    """Return the address of an article's picture."""
    return f"{SITE}{name}-{number}.png"


@dataclass(frozen=True, slots=True)
class Pinboard:
    """A workspace's pins, worked on by whatever worker runs."""

    app: App
    blogs: Blogs

    @property
    def workspace_id(self) -> UUID:
        """The workspace."""
        return self.blogs.workspace_id

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session that is committed at its end."""
        with self.app.database.transaction() as session:
            yield session

    def article(self, project_id: UUID, name: str, *, pictures: int = 1, **said: Any) -> UUID:  # noqa: ANN401  # columns of all kinds
        """Write an article down that has been fetched, with pictures that have not; return its id."""
        values = {"title": name.capitalize(), "text": f"How {name} is made.", "language": "en"} | said
        with self.session() as session:
            article = Article(
                id=new_id(),
                workspace_id=self.workspace_id,
                project_id=project_id,
                address=SITE + name,
                url=SITE + name,
                status=ArticleStatus.COMPLETED,
                fetched_at=now(),
                **values,
            )
            session.add(article)
            session.flush()
            session.add_all(
                ArticlePicture(
                    workspace_id=self.workspace_id,
                    article_id=article.id,
                    url=picture_url(name, number),
                    alt=f"A bowl of {name}",
                    caption="",
                    position=number,
                    width=600 * number,
                    height=900 * number,
                )
                for number in range(1, pictures + 1)
            )
            return article.id

    def board(self, name: str = "Recipes") -> UUID:
        """Make a board; return its id."""
        with self.session() as session:
            return create_board(session, workspace_id=self.workspace_id, name=name).id

    def make(
        self,
        project_id: UUID,
        article_id: UUID | None = None,
        *,
        picture: Picked | None = None,
        describe: bool = False,
        **values: Any,  # noqa: ANN401  # columns of all kinds
    ) -> UUID:
        """Make a pin; return its id."""
        with self.session() as session:
            article = session.get_one(Article, article_id) if article_id else None
            wanted = Wanted(article=article, picture=picture, values=values, describe=describe)
            project = session.get_one(Project, project_id)
            return create_pin(session, self.app.durable, project, wanted, user_id=self.blogs.user_id).id

    def make_of(self, *article_ids: UUID, per_article: int | None = None, describe: bool = False) -> Made:
        """Make pins of articles."""
        with self.session() as session:
            return create_pins(
                session,
                self.app.durable,
                self.workspace_id,
                article_ids,
                user_id=self.blogs.user_id,
                per_article=per_article,
                describe=describe,
            )

    def describe(self, pin_id: UUID, feedback: str | None = None) -> str:
        """Have a pin described; return the run's id."""
        with self.session() as session:
            found = find_pin(session, self.workspace_id, pin_id, lock=True)
            return describe_again(session, self.app.durable, found, feedback=feedback)

    def retry(self, pin_id: UUID) -> str:
        """Press the one button of a pin that failed; return the run's id."""
        with self.session() as session:
            return try_again(session, self.app.durable, find_pin(session, self.workspace_id, pin_id, lock=True))

    def edit(self, pin_id: UUID, **changes: Any) -> Revision | None:  # noqa: ANN401  # as above
        """Change a pin by hand."""
        with self.session() as session:
            found = find_pin(session, self.workspace_id, pin_id, lock=True)
            return edit_pin(session, found, changes, user_id=self.blogs.user_id)

    def pin(self, pin_id: UUID) -> Pin:
        """Return a pin as it stands."""
        with self.session() as session:
            return session.get_one(Pin, pin_id)

    def pins(self) -> Sequence[Pin]:
        """Return all pins, oldest first."""
        with self.session() as session:
            return session.scalars(select(Pin).order_by(Pin.id)).all()

    def done(self, pin_id: UUID, seconds: float = SECONDS) -> Pin:
        """Wait until a pin is not being described any more and its run is over; return it."""
        wait_for(lambda: self.pin(pin_id).status not in BUSY, seconds)
        self.blogs.over(self.pin(pin_id).run_id)
        return self.pin(pin_id)

    def history(self, pin_id: UUID) -> Sequence[Revision]:
        """Return what was said about a pin, newest first."""
        with self.session() as session:
            return revisions(session, self.workspace_id, (KIND, pin_id))


def pinboard_of(app: App) -> Pinboard:
    """Return the first workspace's pins."""
    return Pinboard(app, blogs_of(app))


def of_article(name: str, number: int = 1) -> Picked:
    """Return a picture of an article, to be fetched."""
    return Picked(source=PictureSource.ARTICLE, url=picture_url(name, number))


def bind_pins(app: App, articles: ArticleReader, pictures: PictureReader, describer: Describer) -> None:
    """Give the steps about pins their tools."""
    most = app.limits.max_upload_bytes
    pin_steps.bind(
        pin_steps.Tools(app.database, app.storage, articles, pictures, describer, max_bytes=most, known=caption_of)
    )


def see(app: App, pin_id: UUID | str, width: int = 1000, height: int = 1500) -> None:
    """Look at a pin's stored picture as its run would, without one."""
    with app.database.transaction() as session:
        pin = session.get_one(Pin, UUID(str(pin_id)))
        assert pin.asset is not None
        for size in Size:
            app.storage.put(thumbnail_key(pin.asset.sha256, size), DOTS[WEBP])
        look = {"width": width, "height": height, "placeholder": "data:image/webp;base64,AAAA"}
        progress.record_look(session, pin.id, pin.asset.id, look)


def say(
    app: App,
    pin_id: UUID | str,
    feedback: str | None = None,
    *,
    notes: Sequence[str] = (),
    **values: Any,  # noqa: ANN401  # as above
) -> None:
    """Describe a pin as its run would, without one."""
    answer = {"values": SAID | values, "model": "fake", "confidence": 0.9, "notes": list(notes)}
    with app.database.transaction() as session, without_run(session, session.get_one(Pin, UUID(str(pin_id)))):
        progress.record_description(session, str(pin_id), answer, feedback)
