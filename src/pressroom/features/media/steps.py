"""What reaches outside a picture's rows: decoding, describing, embedding. Each is safe to repeat."""

from base64 import b64encode
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from pressroom.core.assets.actions import delete_objects
from pressroom.core.metadata.queries import revisions
from pressroom.features.media.actions.progress import begin_seeing, record_look
from pressroom.features.media.models import KIND, Folder, Item, Wishes
from pressroom.features.media.rules import values_of
from pressroom.features.media.search import lookalikes
from pressroom.kernel.db import Database
from pressroom.kernel.durable import step
from pressroom.kernel.storage import Storage, thumbnail_key
from pressroom.providers.describe import PICTURE, Describer, Evidence, Turn, with_request
from pressroom.providers.embed import Embedder, caption_text
from pressroom.providers.pictures import Developed, PictureReader, Size

SEEN_BY_MODELS = Size.MEDIUM
"""The thumbnail that models are shown: enough for what a description says, and a tenth of the cost."""
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


_tools: list[Tools] = []


def bind(tools: Tools) -> None:
    """Give the steps of this process their tools."""
    _tools[:] = [tools]


@dataclass(frozen=True, slots=True)
class _Asked:
    evidence: Evidence
    turns: list[Turn]
    request: str | None


@step
def develop(item_id: str) -> dict[str, Any]:
    """Decode the original: thumbnails, a placeholder, size, colours, a fingerprint, what the camera noted."""
    tools = _tools[0]
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
    tools = _tools[0]
    asked = _asked(tools, UUID(item_id), feedback)
    answer = tools.describer.describe(with_request(PICTURE, asked.request), asked.evidence, turns=asked.turns)
    return {
        "values": answer.values.model_dump(mode="json"),
        "model": answer.model,
        "confidence": answer.confidence,
        "notes": list(answer.notes),
        "input_tokens": answer.input_tokens,
        "output_tokens": answer.output_tokens,
        "cost_usd": str(answer.cost_usd) if answer.cost_usd is not None else None,
        "seconds": round(answer.seconds, 3),
    }


@step
def embed_answer(item_id: str, values: dict[str, Any]) -> None:
    """Keep the meaning of what a model says about a picture, to be found by."""
    _embed(UUID(item_id), values)


@step
def embed_caption(item_id: str) -> None:
    """Keep the meaning of what is shown about a picture, to be found by."""
    with _tools[0].database.transaction() as session:
        values = values_of(session.get_one(Item, UUID(item_id)))
    _embed(UUID(item_id), values)


@step
def delete_pictures(digests: list[str]) -> int:
    """Delete stored files, but for those that were taken in again meanwhile; deleting one that is gone is no error."""
    return delete_objects(_tools[0].database, _tools[0].storage, digests)


def _embed(item_id: UUID, values: dict[str, Any]) -> None:
    tools = _tools[0]
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


def _asked(tools: Tools, item_id: UUID, feedback: str | None) -> _Asked:
    with tools.database.transaction() as session:
        item = session.get_one(Item, item_id)
        folder = session.get(Folder, item.folder_id) if item.folder_id else None
        wishes = session.get(Wishes, item.workspace_id)
        history = revisions(session, item.workspace_id, (KIND, item_id)) if item.revision_id else []
    shown = next((one for one in history if one.id == item.revision_id), None)
    picture = tools.storage.get(thumbnail_key(item.asset.sha256, SEEN_BY_MODELS))
    return _Asked(
        Evidence(filename=item.filename, images=(picture,), hints=_hints(item, folder)),
        [Turn(shown.values, feedback)] if shown and feedback else [],
        (folder and folder.prompt) or (wishes and wishes.prompt) or None,
    )


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
