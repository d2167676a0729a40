"""A photo handed in, or tried again: checked, written down and started in one transaction."""

from decimal import Decimal
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.assets.actions import Recorded
from pressroom.core.assets.intake import keep_file, record_kept
from pressroom.core.assets.models import Source
from pressroom.core.credits.actions import lock_account
from pressroom.core.credits.queries import available
from pressroom.core.credits.rules import check_one_left
from pressroom.features.generations.models import KIND, Generation, Status, Step
from pressroom.features.generations.queries import generation, in_progress, in_use
from pressroom.features.generations.rules import check_may_retry, check_room, run_id_of
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.durable import GENERATIONS, URGENT, Durable
from pressroom.kernel.ids import new_id
from pressroom.kernel.log import logger
from pressroom.providers.paint import style as style_of
from pressroom.providers.pictures import sniff_picture

log = logger(__name__)


def submit_photo(
    session: Session, app: App, file: BinaryIO, *, filename: str, workspace_id: UUID, user_id: UUID, style: str
) -> Generation:
    """Take a photo in and start making a picture of it in a style.

    Raises Invalid for an unknown style, LimitReached when the user has as many in progress as anyone may,
    OutOfCredits, and what `assets.intake.keep_file` raises; nothing is stored then.
    """
    style_of(style)
    reserve_credit(session, workspace_id, user_id)
    kept = keep_file(app.storage, file, filename=filename, sniff=sniff_picture, max_bytes=app.limits.max_upload_bytes)
    photo = record_kept(session, app.storage, kept, workspace_id=workspace_id, source=Source.UPLOAD)
    return _begin(session, app.durable, photo, filename=filename, user_id=user_id, style=style, source=Source.UPLOAD)


def submit_stored(
    session: Session,
    durable: Durable,
    photo: Recorded,
    *,
    filename: str,
    user_id: UUID,
    style: str,
    source: Source,
) -> Generation:
    """Start making a picture of a photo that is stored already; raises as `submit_photo` does."""
    style_of(style)
    reserve_credit(session, photo.workspace_id, user_id)
    return _begin(session, durable, photo, filename=filename, user_id=user_id, style=style, source=source)


def retry_generation(
    session: Session,
    durable: Durable,
    *,
    workspace_id: UUID,
    user_id: UUID,
    generation_id: UUID,
    style: str | None = None,
) -> Generation:
    """Start a failed generation again, in another style if one is given.

    Raises NotFound, Conflict when it has not failed, and what submitting raises.
    """
    if style:
        style_of(style)
    lock_account(session, user_id)  # before the generation, as its end does
    failed = generation(session, workspace_id, user_id, generation_id, lock=True)
    check_may_retry(failed)
    reserve_credit(session, workspace_id, user_id)
    failed.status, failed.step, failed.error, failed.error_code = Status.PROCESSING, Step.QUEUED, None, None
    failed.style, failed.painting = style or failed.style, _spent(failed)
    failed.attempt += 1
    failed.started_at, failed.finished_at = now(), None
    _start(session, durable, failed)
    return failed


def reserve_credit(session: Session, workspace_id: UUID, user_id: UUID) -> None:
    """Make sure that one more may begin, and that no other of this user's does until the transaction ends.

    Raises LimitReached and OutOfCredits.
    """
    lock_account(session, user_id)
    check_room(in_progress(session, user_id))
    check_one_left(available(session, workspace_id, user_id, in_use))


def _begin(
    session: Session,
    durable: Durable,
    photo: Recorded,
    *,
    filename: str,
    user_id: UUID,
    style: str,
    source: Source,
) -> Generation:
    begun = Generation(
        id=new_id(),
        workspace_id=photo.workspace_id,
        user_id=user_id,
        original_id=photo.id,
        source=source,
        filename=filename,
        style=style,
        attempt=1,
        status=Status.PROCESSING,
        step=Step.QUEUED,
    )
    begun.run_id = run_id_of(begun.id, 1)
    session.add(begun)
    session.flush()
    _start(session, durable, begun)
    return begun


def _spent(failed: Generation) -> dict[str, Any]:
    """Return what painting has cost so far, for the next attempt to be added to."""
    paid = [Decimal(one) for one in map(failed.painting.get, ("cost_usd", "earlier_usd")) if one]
    return {"earlier_usd": str(sum(paid))} if paid else {}


def _start(session: Session, durable: Durable, begun: Generation) -> None:
    begun.run_id = durable.enqueue(
        session,
        "generate_picture",
        str(begun.id),
        run_id=run_id_of(begun.id, begun.attempt),
        workspace_id=begun.workspace_id,
        subject=(KIND, begun.id),
        queue=GENERATIONS,
        priority=URGENT,
        partition=begun.user_id,
        attributes={"user_id": str(begun.user_id)},
    )
    log.info("generation started", generation=str(begun.id), attempt=begun.attempt, style=begun.style)
