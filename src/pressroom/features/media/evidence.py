"""What a model is shown of a picture, and what its owner asks for."""

from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.features.media.models import Folder, Item, Wishes
from pressroom.kernel.storage import Storage, thumbnail_key
from pressroom.providers.describe import Evidence
from pressroom.providers.pictures import Size

SEEN_BY_MODELS = Size.MEDIUM
"""The thumbnail that models are shown: enough for what a description says, and a tenth of the cost."""


def evidence_of(session: Session, storage: Storage, item: Item) -> Evidence:
    """Return a picture as models see it, and what is known of it besides."""
    picture = storage.get(thumbnail_key(item.asset.sha256, SEEN_BY_MODELS))
    return Evidence(filename=item.filename, images=(picture,), hints=_hints(item, _folder(session, item.folder_id)))


def request_for(session: Session, item: Item) -> str | None:
    """Return what is asked of a model for this picture: by its folder, else by its workspace."""
    folder, wishes = _folder(session, item.folder_id), session.get(Wishes, item.workspace_id)
    return (folder and folder.prompt) or (wishes and wishes.prompt) or None


def _folder(session: Session, folder_id: UUID | None) -> Folder | None:
    return session.get(Folder, folder_id) if folder_id else None


def _hints(item: Item, folder: Folder | None) -> dict[str, str]:
    colours = ", ".join(f"{colour['name']} {colour['share']:.0%}" for colour in item.colours)
    hints = {
        "colours": colours,
        "taken": item.taken_at.date().isoformat() if item.taken_at else "",
        "camera": item.camera or "",
        "size": f"{item.width} by {item.height}",
        "folder": folder.name if folder else "",
    }
    return {name: value for name, value in hints.items() if value}
