"""What pins can be made of: projects and articles to choose from, and pictures to tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.generations import queries as generations
from pressroom.features.generations.models import Generation, Status
from pressroom.features.media import queries as media
from pressroom.features.media.models import Item
from pressroom.features.pins.articles import queries as articles
from pressroom.features.pins.articles.models import Article, ArticlePicture
from pressroom.features.pins.projects.queries import projects
from pressroom.features.pins.queries import Candidate, candidates
from pressroom.kernel.errors import NotFound
from pressroom.kernel.ids import new_id
from pressroom.providers.doors import Doors
from pressroom.web.meaning import meaning_of
from pressroom.web.narrowing import choices, id_in
from pressroom.web.pages.article_rows import preview_of
from pressroom.web.pages.generation_tiles import generation_tile
from pressroom.web.pages.media_tiles import picture_of
from pressroom.web.pages.pin_asked import board_choices
from pressroom.web.views.media import Picture
from pressroom.web.views.pin import (
    PictureOffer,
    PinMaking,
)
from pressroom.web.views.shell import Choice

ARTICLES = 100
SHELF = 36
NAME = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was chosen in the form, as its fields have it; `pictures` are like `media:{id}`."""

    project: str = ""
    article: str = ""
    board: str = ""
    q: str = ""
    is_written: bool = False
    pictures: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a form that was sent: why no pin was made, or how many were, and which files were refused."""

    error: str | None = None
    made: int = 0
    made_url: str = ""
    refused: Sequence[str] = ()


NOTHING_SENT = Outcome()


def making(
    session: Session,
    doors: Doors,
    principal: Principal,
    wish: Wish,
    outcome: Outcome = NOTHING_SENT,
    *,
    max_upload_bytes: int,
) -> PinMaking:
    """Return the form with what is chosen in it; an article decides its project, else it is the first."""
    known = projects(session, principal.workspace_id)
    chosen = _article(session, principal, wish.article)
    if chosen and wish.project not in {"", str(chosen.project_id)}:  # another project was chosen after the article
        chosen = None
    home = str(chosen.project_id) if chosen else wish.project or (str(known[0].id) if known else "")
    return PinMaking(
        projects=choices([(str(one.id), one.name) for one in known], home),
        articles=_articles(session, principal, home, chosen),
        boards=board_choices(session, principal.workspace_id, wish.board),
        query=wish.q,
        of_article=_of_article(session, principal, chosen, wish),
        of_library=_of_library(session, doors, principal, wish),
        of_generations=_of_generations(session, principal, wish),
        is_written=wish.is_written,
        error=outcome.error,
        max_upload_bytes=max_upload_bytes,
        once=str(new_id()),
        made=outcome.made,
        made_url=outcome.made_url,
        refused=outcome.refused,
    )


def _article(session: Session, principal: Principal, typed: str) -> Article | None:
    article_id = id_in(typed)
    try:
        return articles.article(session, principal.workspace_id, article_id) if article_id else None
    except NotFound:  # an old address; the form then says that none is chosen
        return None


def _articles(session: Session, principal: Principal, home: str, chosen: Article | None) -> list[Choice]:
    filters = articles.Filters(project_id=id_in(home))
    newest = articles.articles(session, principal.workspace_id, filters, limit=ARTICLES).items
    shown = [*newest] if chosen is None or chosen in newest else [chosen, *newest]
    return [Choice(value=str(one.id), label=(one.title or one.url)[:NAME], is_chosen=one is chosen) for one in shown]


def _of_article(session: Session, principal: Principal, chosen: Article | None, wish: Wish) -> list[PictureOffer]:
    if chosen is None:
        return []
    found = candidates(session, principal.workspace_id, [chosen.id]).get(chosen.id, [])
    return [_offer_of(one, wish) for one in found]


def _offer_of(candidate: Candidate, wish: Wish) -> PictureOffer:
    shown, value = candidate.picture, f"article_picture:{candidate.picture.id}"
    size = f"{shown.width} by {shown.height} pixels" if shown.width and shown.height else ""
    return PictureOffer(
        value=value,
        label=(shown.alt or shown.caption or unquote(PurePosixPath(urlsplit(shown.url).path).name))[:NAME],
        detail=" · ".join(filter(None, [size, "has a pin" if candidate.is_used else ""])),
        picture=_shown(shown),
        is_chosen=value in wish.pictures,
    )


def _shown(picture: ArticlePicture) -> Picture | None:
    preview = preview_of(picture)
    return Picture(alt="", width=picture.width, height=picture.height, thumbnails=[preview]) if preview else None


def _of_library(session: Session, doors: Doors, principal: Principal, wish: Wish) -> list[PictureOffer]:
    """Return the pictures that were chosen, then those that fit what is searched for, or the newest."""
    filters = media.Filters(q=wish.q or None, meaning=meaning_of(doors, wish.q))
    found = media.items(session, principal.workspace_id, filters, limit=SHELF, cursor=None).items
    chosen = [one for name in _ids(wish, "media") if (one := _item(session, principal, name))]
    ids = {one.id for one in chosen}
    return [
        PictureOffer(
            value=f"media:{one.id}",
            label=one.filename,
            detail="",
            picture=picture_of(one),
            is_chosen=one.id in ids,
        )
        for one in [*chosen, *(one for one in found if one.id not in ids)]
        if one.width
    ]


def _of_generations(session: Session, principal: Principal, wish: Wish) -> list[PictureOffer]:
    found = generations.generations(
        session,
        principal.workspace_id,
        principal.user_id,
        status=Status.COMPLETED,
        style=None,
        limit=SHELF // 2,
        cursor=None,
    ).generations
    chosen = [one for name in _ids(wish, "generation") if (one := _generation(session, principal, name))]
    ids = {one.id for one in chosen}
    return [
        PictureOffer(
            value=f"generation:{one.id}",
            label=one.filename,
            detail=generation_tile(one).style,
            picture=generation_tile(one).result,
            is_chosen=one.id in ids,
        )
        for one in [*chosen, *(one for one in found if one.id not in ids)]
    ]


def _item(session: Session, principal: Principal, item_id: UUID) -> Item | None:
    try:
        return media.item(session, principal.workspace_id, item_id)
    except NotFound:  # an old address
        return None


def _generation(session: Session, principal: Principal, generation_id: UUID) -> Generation | None:
    try:
        return generations.generation(session, principal.workspace_id, principal.user_id, generation_id)
    except NotFound:  # as above
        return None


def _ids(wish: Wish, kind: str) -> list[UUID]:
    named = (one.partition(":") for one in wish.pictures)
    return [found for name, _, one in named if name == kind and (found := id_in(one))]
