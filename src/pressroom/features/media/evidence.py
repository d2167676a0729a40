"""What a model is shown of a picture, and what its owner asks for."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.features.media.models import Folder, Item, Wishes
from pressroom.kernel.storage import Storage, thumbnail_key
from pressroom.providers.describe import Evidence
from pressroom.providers.pictures import Size

SEEN_BY_MODELS = Size.MEDIUM
"""The thumbnail that models are shown: enough for what a description says, and a tenth of the cost."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a model is to be shown of a picture, which itself is read where no transaction is held."""

    evidence: Evidence
    """All but the picture."""
    key: str
    """Where the picture is stored."""


def shown_of(session: Session, item: Item) -> Shown:
    """Return what is known of a picture, and where it is stored as models see it."""
    evidence = Evidence(filename=item.filename, hints=_hints(item, _folder(session, item.folder_id)))
    return Shown(evidence, thumbnail_key(item.asset.sha256, SEEN_BY_MODELS))


def evidence_of(storage: Storage, shown: Shown) -> Evidence:
    """Return what a model is shown, with the picture."""
    return replace(shown.evidence, images=(storage.get(shown.key),))


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
