"""Making pins: one as a person wants it, or several for each of many articles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pressroom.core.runs.batches import Entry, begin_batch
from pressroom.core.runs.models import Batch
from pressroom.features.pins.actions.again import describe_again, prepare
from pressroom.features.pins.actions.edit import WORDS, check_board, edit_pin
from pressroom.features.pins.actions.picture import Picked, take_picture
from pressroom.features.pins.articles.models import Article, ArticlePicture
from pressroom.features.pins.models import KIND, Pin
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.rules import check_is_there
from pressroom.features.pins.queries import Candidate, candidates
from pressroom.kernel.durable import BULK, NORMAL, Durable
from pressroom.kernel.errors import Conflict
from pressroom.kernel.ids import new_id

MOST_PER_ARTICLE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A pin as a person wants it; `values` are columns a person may edit, and what is left out is the project's."""

    article: Article | None = None
    picture: Picked | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    describe: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """An article that got no pin, and why."""

    article_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Made:
    """Pins for articles, and the run that keeps what becomes of them where they are being described."""

    pins: Sequence[Pin]
    refused: Sequence[Refused]
    batch: Batch | None


def create_pin(session: Session, durable: Durable, project: Project, wanted: Wanted, *, user_id: UUID) -> Pin:
    """Make a pin and start getting its picture ready, and its description where that is wanted.

    Raises Invalid for what a person may not write, NotFound for a board that is not there, and Conflict for an article
    of another project, or a deleted project.
    """
    check_is_there(project)
    if wanted.article and wanted.article.project_id != project.id:
        raise Conflict("This article belongs to another project.", code="project")
    pin = _row(project, wanted.article, user_id)
    if wanted.picture:
        take_picture(pin, wanted.picture)
    session.add(pin)
    session.flush()
    edit_pin(session, pin, wanted.values, user_id=user_id)
    start(session, durable, pin, describe=wanted.describe, priority=NORMAL)
    session.flush()
    return pin


def create_pins(
    session: Session,
    durable: Durable,
    workspace_id: UUID,
    article_ids: Collection[UUID],
    *,
    user_id: UUID,
    per_article: int | None = None,
    board_id: UUID | None = None,
    describe: bool = False,
) -> Made:
    """Make pins for articles, as many for each as its project wants or as is said: the best pictures first.

    A picture that a pin of its article shows is not taken again, also where somebody else asks for the same at the
    same time: the articles are locked, in order of their ids. With `describe`, each is described in a run of its own,
    and one more keeps what becomes of all.
    """
    check_board(session, workspace_id, board_id)
    found = _articles(session, workspace_id, article_ids, lock=True)
    pictures = candidates(session, workspace_id, list(found))
    made: list[Pin] = []
    refused: list[Refused] = []
    for article_id in sorted(set(article_ids)):
        article = found.get(article_id)
        if article is None:
            refused.append(Refused(article_id, "There is no such article here."))
        elif reason := _unpinnable(article, pictures.get(article_id, [])):
            refused.append(Refused(article_id, reason))
        else:
            number = _number(article, per_article)
            made += _pins_for(article, pictures.get(article_id, []), number, user_id=user_id, board_id=board_id)
    session.add_all(made)
    session.flush()
    for pin in made:
        start(session, durable, pin, describe=describe, priority=BULK)
    session.flush()
    return Made(made, refused, _batch(session, durable, workspace_id, made) if describe and made else None)


def number_for(
    session: Session, workspace_id: UUID, article_ids: Collection[UUID], *, per_article: int | None = None
) -> int:
    """Return how many pins `create_pins` would make of these articles now."""
    found = _articles(session, workspace_id, article_ids)
    pictures = candidates(session, workspace_id, list(found))
    return sum(
        min(len(_free(pictures.get(one.id, []))), _number(one, per_article))
        for one in found.values()
        if _unpinnable(one, pictures.get(one.id, [])) is None
    )


def start(session: Session, durable: Durable, pin: Pin, *, describe: bool, priority: int) -> None:
    """Start what a new pin needs: its description, or only its picture, or nothing."""
    if describe:
        describe_again(session, durable, pin, priority=priority)
    elif pin.picture_source:
        prepare(session, durable, pin, priority=priority)


def _row(project: Project, article: Article | None, user_id: UUID, board_id: UUID | None = None) -> Pin:
    return Pin(
        id=new_id(),
        workspace_id=project.workspace_id,
        project_id=project.id,
        project=project,
        article_id=article.id if article else None,
        article=article,
        board_id=board_id or project.board_id,
        created_by=user_id,
        fit=project.fit,
        **{name: "" for name in WORDS if name != "keywords"},
        keywords=[],
        locked=[],
        tags=[],
        picture={},
        attempt=0,
    )


def _pins_for(
    article: Article, pictures: Sequence[Candidate], number: int, *, user_id: UUID, board_id: UUID | None
) -> list[Pin]:
    made = []
    for picture in _free(pictures)[:number]:
        pin = _row(article.project, article, user_id, board_id)
        if picture:
            take_picture(pin, Picked.of_article(picture))
        made.append(pin)
    return made


def _free(pictures: Sequence[Candidate]) -> list[ArticlePicture | None]:
    """Return the pictures that no pin shows; where there are none, a pin has none."""
    return [one.picture for one in pictures if not one.is_used] or [None]


def _number(article: Article, wanted: int | None) -> int:
    return min(wanted or article.project.pins_per_article, MOST_PER_ARTICLE)


def _unpinnable(article: Article, pictures: Sequence[Candidate]) -> str | None:
    if article.fetched_at is None:
        return "This article has not been fetched yet, so there is nothing to make a pin of."
    if pictures and all(one.is_used for one in pictures):
        return "Every picture of this article has its pin already. Make one with a picture of your own."
    return None


def _articles(
    session: Session, workspace_id: UUID, ids: Collection[UUID], *, lock: bool = False
) -> dict[UUID, Article]:
    statement = (
        select(Article)
        .where(Article.workspace_id == workspace_id, Article.id.in_(set(ids)), Article.deleted_at.is_(None))
        .order_by(Article.id)
    )
    rows = session.scalars(statement.with_for_update(of=Article) if lock else statement)
    return {one.id: one for one in rows}


def _batch(session: Session, durable: Durable, workspace_id: UUID, pins: Sequence[Pin]) -> Batch:
    return begin_batch(session, durable, workspace_id, kind=KIND, entries=[Entry(one.id, one.run_id) for one in pins])
