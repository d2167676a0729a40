"""`/artworks`: the works, one work, and what a person does with it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.media.artworks import queries
from pressroom.features.media.artworks.actions import (
    CURRENCIES,
    change_artwork,
    delete_artwork,
    price_in,
    undelete_artwork,
)
from pressroom.features.media.artworks.models import Artwork
from pressroom.features.media.artworks.schemas import ArtworkEdit
from pressroom.kernel.errors import Invalid
from pressroom.web.asking import ArtworkDep, PrincipalDep, SessionDep
from pressroom.web.narrowing import address, choices
from pressroom.web.pages.media_actions import words_in
from pressroom.web.pages.media_tiles import picture_of
from pressroom.web.pages.page import shell
from pressroom.web.replies import done, go_to
from pressroom.web.templating import page as drawn
from pressroom.web.views import ArtworkBatchPartial, ArtworkPage, ArtworksPage, ArtworkTilePartial
from pressroom.web.views.artworks import ArtworkBatch, ArtworkDetail, ArtworkTile
from pressroom.web.views.shell import Choice, Crumb

router = APIRouter(prefix="/artworks", include_in_schema=False)

AT_ONCE = 100
Words = Annotated[str, Query(max_length=500)]
Cursor = Annotated[str | None, Query(max_length=60)]


@router.get("")
def list_artworks(session: SessionDep, principal: PrincipalDep, q: Words = "", cursor: Cursor = None) -> Response:
    """Show the artworks."""
    return drawn(
        ArtworksPage(
            shell=shell(session, principal, "artworks"),
            query=q,
            batch=_batch(session, principal, q, cursor),
            total=queries.count(session, principal.workspace_id),
            is_narrowed=bool(q.strip()),
        )
    )


@router.get("/batch")
def batch(session: SessionDep, principal: PrincipalDep, q: Words = "", cursor: Cursor = None) -> Response:
    """Show the next artworks, alone."""
    return drawn(ArtworkBatchPartial(_batch(session, principal, q, cursor)))


@router.get("/{artwork_id}")
def show_artwork(session: SessionDep, principal: PrincipalDep, artwork: ArtworkDep) -> Response:
    """Show one artwork."""
    return _page(session, principal, _detail(artwork))


@router.get("/{artwork_id}/tile")
def tile(artwork: ArtworkDep) -> Response:
    """Show an artwork's tile, alone; nothing when it was deleted."""
    return drawn(ArtworkTilePartial(_tile(artwork))) if artwork.deleted_at is None else Response("")


@router.post("/{artwork_id}")
def edit(
    request: Request,
    session: SessionDep,
    principal: PrincipalDep,
    artwork: ArtworkDep,
    title: Annotated[str, Form()],
    description: Annotated[str, Form()] = "",
    tags: Annotated[str, Form()] = "",
    price: Annotated[str, Form(max_length=40)] = "",
    currency: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """Change what is said of an artwork, and its price."""
    typed = {"title": title, "description": description, "tags": words_in(tags)}
    try:
        values = ArtworkEdit.model_validate(typed).values
        with session.begin_nested():
            change_artwork(artwork, values | {"price": price_in(price), "currency": currency or None})
    except Invalid as refusal:
        kept = replace(
            _detail(artwork),
            title=title,
            description=description,
            tags=words_in(tags),
            price=price,
            currencies=_currencies(currency),
        )
        return _page(session, principal, kept, {"price": str(refusal)})
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    return done(request, "Saved.", back=f"/artworks/{artwork.id}")


@router.post("/{artwork_id}/deletion")
def delete(request: Request, artwork: ArtworkDep) -> Response:
    """Delete an artwork; its picture stays."""
    delete_artwork(artwork)
    return done(request, f"Deleted “{artwork.title}”.", back="/artworks", undo=f"/artworks/{artwork.id}/deletion/undo")


@router.post("/{artwork_id}/deletion/undo")
def undelete(request: Request, artwork: ArtworkDep) -> Response:
    """Bring a deleted artwork back."""
    undelete_artwork(artwork)
    return go_to(request, f"/artworks/{artwork.id}")


def _page(
    session: Session, principal: Principal, detail: ArtworkDetail, errors: Mapping[str, str] | None = None
) -> Response:
    return drawn(ArtworkPage(shell=shell(session, principal, "artworks"), artwork=detail, errors=errors or {}))


def _detail(artwork: Artwork) -> ArtworkDetail:
    return ArtworkDetail(
        id=str(artwork.id),
        title=artwork.title,
        description=artwork.description,
        tags=artwork.tags,
        price="" if artwork.price is None else f"{artwork.price:.2f}",
        currencies=_currencies(artwork.currency),
        picture=picture_of(artwork.item),
        media=Crumb(f"/media/{artwork.media_id}", artwork.item.filename),
        created_at=artwork.created_at,
        is_deleted=artwork.deleted_at is not None,
    )


def _currencies(chosen: str | None) -> list[Choice]:
    return choices([("", "None"), *((one, one) for one in CURRENCIES)], chosen or "")


def _batch(session: Session, principal: Principal, q: str, cursor: str | None) -> ArtworkBatch:
    found = queries.artworks(session, principal.workspace_id, q=q, limit=AT_ONCE, cursor=cursor)
    more = {"q": q, "cursor": found.next_cursor}
    return ArtworkBatch(
        id=cursor or "first",
        tiles=[_tile(one) for one in found.artworks],
        more_url=address("/artworks", more) if found.next_cursor else None,
        load_url=address("/artworks/batch", more) if found.next_cursor else None,
        here=address("/artworks", {"q": q, "cursor": cursor}),
    )


def _tile(artwork: Artwork) -> ArtworkTile:
    return ArtworkTile(
        id=str(artwork.id),
        url=f"/artworks/{artwork.id}",
        title=artwork.title,
        price=_price(artwork.price, artwork.currency),
        picture=picture_of(artwork.item),
    )


def _price(price: Decimal | None, currency: str | None) -> str | None:
    return None if price is None else f"{price:,.2f} {currency}"
