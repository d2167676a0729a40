"""What reaches outside a picture's rows: decoding, describing, embedding. Each is safe to repeat."""

from base64 import b64encode
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from pressroom.core.assets.actions import delete_objects
from pressroom.core.metadata.queries import revisions
from pressroom.core.prompts.queries import prompted
from pressroom.core.spending.asking import Question, ask_once
from pressroom.features.media.actions.progress import begin_describing, begin_seeing, found, record_look
from pressroom.features.media.evidence import evidence_of, request_for, shown_of
from pressroom.features.media.models import KIND, Folder, Item, Wishes
from pressroom.features.media.rules import values_of
from pressroom.features.media.search import lookalikes
from pressroom.kernel.db import Database
from pressroom.kernel.durable import step
from pressroom.kernel.storage import Storage, thumbnail_key
from pressroom.kernel.toolbox import Toolbox
from pressroom.providers.describe import (
    PICTURE,
    Describer,
    PictureDescription,
    Turn,
    with_request,
)
from pressroom.providers.embed import Embedder, caption_text
from pressroom.providers.pictures import Developed, PictureReader

FLAT = 0.97
"""The share of one colour from which a picture is none to compare others with."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    storage: Storage
    reader: PictureReader
    describer: Describer
    embedder: Embedder


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@step
def develop(item_id: str) -> dict[str, Any]:
    """Decode the original: thumbnails, a placeholder, size, colours, a fingerprint, what the camera noted."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        item = begin_seeing(session, UUID(item_id))
        asset, keeps_location = item.asset, _keeps_location(session, item)
    developed = tools.reader.develop(tools.storage.path(asset.storage_key), asset.mime)
    for size, picture in developed.thumbnails.items():
        tools.storage.put(thumbnail_key(asset.sha256, size), picture)
    with tools.database.transaction() as session, session.no_autoflush:  # one change of a row with costly indexes
        record_look(session, UUID(item_id), _look(developed, keeps_location=keeps_location))
        _compare(session, UUID(item_id))
    return {"width": developed.width, "height": developed.height}


@step
def describe_picture(item_id: str, feedback: str | None) -> dict[str, Any]:
    """Ask the describing model what is to be seen, in a conversation when there is feedback."""
    tools = _toolbox()
    return ask_once(tools.database, tools.describer, _question(tools, UUID(item_id), feedback))


@step
def embed_answer(item_id: str, values: dict[str, Any]) -> None:
    """Keep the meaning of what a model says about a picture, to be found by."""
    _embed(UUID(item_id), values)


@step
def embed_caption(item_id: str) -> None:
    """Keep the meaning of what is shown about a picture, to be found by."""
    with _toolbox().database.transaction() as session:
        values = values_of(found(session, UUID(item_id)))
    _embed(UUID(item_id), values)


@step
def delete_pictures(digests: list[str]) -> int:
    """Delete stored files, but for those that were taken in again meanwhile; deleting one that is gone is no error."""
    return delete_objects(_toolbox().database, _toolbox().storage, digests)


def _embed(item_id: UUID, values: dict[str, Any]) -> None:
    tools = _toolbox()
    caption = caption_text(
        values.get("description") or "",
        values.get("tags") or [],
        values.get("content") or "",
        values.get("subjects") or [],
    )
    (embedding,) = tools.embedder.embed([caption])
    with tools.database.transaction() as session:
        session.execute(update(Item).where(Item.id == item_id).values(embedding=embedding))


def _keeps_location(session: Session, item: Item) -> bool:
    """Tell whether a person chose to keep where the pictures of this folder, or of the workspace, were taken."""
    folder = select(Folder.id).where(Folder.id == item.folder_id, Folder.keep_location)
    wishes = select(Wishes.workspace_id).where(Wishes.workspace_id == item.workspace_id, Wishes.keep_location)
    return bool(session.scalar(select(or_(folder.exists(), wishes.exists()))))


def _look(developed: Developed, *, keeps_location: bool) -> dict[str, Any]:
    latitude, longitude = developed.location if developed.location and keeps_location else (None, None)
    placeholder = "data:image/webp;base64," + b64encode(developed.placeholder).decode()
    return {
        "width": developed.width,
        "height": developed.height,
        "frames": developed.frames,
        "placeholder": placeholder if developed.placeholder else None,
        "fingerprint": None if _is_flat(developed) else developed.fingerprint,
        "colours": [asdict(colour) for colour in developed.colours],
        "colour_names": list(dict.fromkeys(colour.basic for colour in developed.colours)),
        "taken_at": developed.taken_at,
        "camera": developed.camera,
        "latitude": latitude,
        "longitude": longitude,
        "notes": list(developed.notes),
    }


def _compare(session: Session, item_id: UUID) -> None:
    """Note which picture this one looks nearly like, if any was there before it."""
    item = session.get_one(Item, item_id)
    alike = lookalikes(session, item.workspace_id, item.fingerprint, but=item_id, limit=1) if item.fingerprint else []
    item.resembles = alike[0].id if alike else None


def _is_flat(developed: Developed) -> bool:
    """Tell whether there is next to nothing to be seen: all such pictures look alike."""
    return any(colour.share > FLAT for colour in developed.colours)


def _question(tools: Tools, item_id: UUID, feedback: str | None) -> Question[PictureDescription]:
    with tools.database.transaction() as session:
        item = begin_describing(session, item_id)
        history = revisions(session, item.workspace_id, (KIND, item_id)) if item.revision_id else []
        profile = with_request(prompted(session, item.workspace_id, PICTURE), request_for(session, item))
        shown = shown_of(session, item)
    before = next((one for one in history if one.id == item.revision_id), None)
    return Question(
        workspace_id=item.workspace_id,
        subject=(KIND, item.id),
        profile=profile,
        evidence=evidence_of(tools.storage, shown),
        turns=[Turn(before.values, feedback)] if before and feedback else [],
    )
