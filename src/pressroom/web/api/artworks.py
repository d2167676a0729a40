"""`/api/artworks`: pictures offered as works, by a person's choice."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from pressroom.features.media.artworks import queries
from pressroom.features.media.artworks.actions import (
    change_artwork,
    delete_artwork,
    make_artwork,
    undelete_artwork,
)
from pressroom.features.media.artworks.models import Artwork
from pressroom.features.media.artworks.schemas import (
    ArtworkEdit,
    ArtworkList,
    ArtworkOut,
    ArtworkOutcome,
    ArtworkOutcomes,
    NewArtworks,
)
from pressroom.web.asking import ArtworkDep, PrincipalDep, SessionDep
from pressroom.web.several import with_each

router = APIRouter(prefix="/api/artworks", tags=["artworks"])


@router.get("")
def list_artworks(
    session: SessionDep,
    principal: PrincipalDep,
    q: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> ArtworkList:
    """List the artworks, newest first."""
    found = queries.artworks(session, principal.workspace_id, q=q, limit=limit, cursor=cursor)
    return ArtworkList(items=[ArtworkOut.of(one) for one in found.artworks], next_cursor=found.next_cursor)


@router.post("", status_code=HTTPStatus.CREATED)
def create_artworks(session: SessionDep, principal: PrincipalDep, wanted: NewArtworks) -> ArtworkOutcomes:
    """Make artworks of pictures; one that is none yet, or one already, stops none of the others."""
    done = with_each(
        session,
        principal.workspace_id,
        wanted.media_ids,
        lambda one: make_artwork(session, one, user_id=principal.user_id),
    )
    results = [
        ArtworkOutcome(
            id=one.id,
            success=one.refusal is None,
            error=one.refusal,
            artwork=ArtworkOut.of(one.result) if isinstance(one.result, Artwork) else None,
        )
        for one in done
    ]
    succeeded = sum(one.success for one in results)
    return ArtworkOutcomes(total=len(results), succeeded=succeeded, failed=len(results) - succeeded, results=results)


@router.get("/{artwork_id}")
def get_artwork(artwork: ArtworkDep) -> ArtworkOut:
    """Return one artwork."""
    return ArtworkOut.of(artwork)


@router.patch("/{artwork_id}")
def edit_artwork(artwork: ArtworkDep, edit: ArtworkEdit) -> ArtworkOut:
    """Change an artwork's title, description, tags or price; what is left out stays as it is."""
    return ArtworkOut.of(change_artwork(artwork, edit.values))


@router.delete("/{artwork_id}", status_code=HTTPStatus.NO_CONTENT)
def remove_artwork(artwork: ArtworkDep) -> None:
    """Delete an artwork; its picture stays, and it can be brought back for a day."""
    delete_artwork(artwork)


@router.post("/{artwork_id}/restore")
def restore_artwork(artwork: ArtworkDep) -> ArtworkOut:
    """Bring a deleted artwork back."""
    undelete_artwork(artwork)
    return ArtworkOut.of(artwork)
