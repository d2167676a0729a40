"""What whoever looks had made of a picture in the library."""

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.features.generations.queries import of_original
from pressroom.features.media.models import Item
from pressroom.web.asking import ItemDep, PrincipalDep, SessionDep
from pressroom.web.pages.generation_tiles import state_of, style_name
from pressroom.web.templating import page
from pressroom.web.views import MediaMadePartial
from pressroom.web.views.media import Made, MadeThing

router = APIRouter(prefix="/media", include_in_schema=False)


@router.get("/{item_id}/generations")
def show_made(session: SessionDep, principal: PrincipalDep, item: ItemDep) -> Response:
    """Show what was made of a picture, alone."""
    return page(MediaMadePartial(made_of(session, principal, item)))


def made_of(session: Session, principal: Principal, item: Item) -> Made:
    """Return what whoever looks had made of a picture, newest first."""
    found = of_original(session, principal.workspace_id, principal.user_id, item.asset_id)
    return Made(
        media_id=str(item.id),
        things=[
            MadeThing(url=f"/generations/{one.id}", style=style_name(one.style), state=state_of(one), at=one.created_at)
            for one in found
        ],
    )
