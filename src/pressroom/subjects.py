"""What happens to a run's subject when its run is given up, or is to be tried again: one entry for each kind."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.connections.models import KIND as CONNECTION
from pressroom.core.connections.queries import connection
from pressroom.core.prompts import trials as prompt_trials
from pressroom.core.runs import batches, several
from pressroom.core.webhooks import sending as webhook_sending
from pressroom.core.webhooks.models import DELIVERY_KIND as DELIVERY
from pressroom.features.documents.actions import again as documents_again
from pressroom.features.documents.actions import progress as documents_progress
from pressroom.features.documents.models import KIND as DOCUMENT
from pressroom.features.documents.queries import document
from pressroom.features.generations.actions import progress as generations_progress
from pressroom.features.generations.actions.submit import retry_generation
from pressroom.features.generations.models import KIND as GENERATION
from pressroom.features.generations.models import Generation
from pressroom.features.media.actions import again as media_again
from pressroom.features.media.actions import progress as media_progress
from pressroom.features.media.folders.actions import files, sync
from pressroom.features.media.folders.actions.keep import keep_schedules
from pressroom.features.media.folders.queries import folder
from pressroom.features.media.models import FOLDER_KIND as FOLDER
from pressroom.features.media.models import KIND as MEDIA
from pressroom.features.media.models import FolderFile, Item
from pressroom.features.media.queries import item
from pressroom.features.pins.actions import again as pins_again
from pressroom.features.pins.actions import progress as pins_progress
from pressroom.features.pins.articles.actions import fetch, scrape
from pressroom.features.pins.articles.actions import progress as articles_progress
from pressroom.features.pins.articles.models import KIND as ARTICLE
from pressroom.features.pins.articles.queries import article
from pressroom.features.pins.boards import listing as boards
from pressroom.features.pins.models import KIND as PIN
from pressroom.features.pins.models import PinStatus
from pressroom.features.pins.projects.models import KIND as PROJECT
from pressroom.features.pins.projects.queries import project
from pressroom.features.pins.publishing.actions.publish import PUBLISHED, is_withdrawal, publish_several
from pressroom.features.pins.queries import pin
from pressroom.features.pins.slides import actions as slides_actions
from pressroom.features.pins.slides import progress as slides_progress
from pressroom.kernel.app import SubjectActions
from pressroom.kernel.durable import Durable
from pressroom.kernel.errors import Conflict, NotFound
from pressroom.kernel.vault import Vault
from pressroom.plugins import starting as plugins


def subjects(durable: Durable, vault: Vault) -> Mapping[str, SubjectActions]:
    """Return what can be done for each kind of subject."""
    known: dict[str, SubjectActions] = {
        DOCUMENT: SubjectActions(
            documents_progress.abandon,
            partial(_document_again, durable, vault),
            documents_progress.mend_stranded,
            documents_again.reopen,
        ),
        MEDIA: SubjectActions(
            _abandon_media, partial(_media_again, durable), media_progress.mend_stranded, media_again.reopen
        ),
        GENERATION: SubjectActions(
            generations_progress.abandon, partial(_generation_again, durable), generations_progress.mend_stranded
        ),
        FOLDER: SubjectActions(sync.abandon, partial(_folder_again, durable), partial(_mend_folders, durable)),
        PROJECT: SubjectActions(scrape.abandon, partial(_project_again, durable), scrape.mend_stranded),
        ARTICLE: SubjectActions(
            articles_progress.abandon,
            partial(_article_again, durable),
            articles_progress.mend_stranded,
            fetch.reopen,
        ),
        PIN: SubjectActions(_abandon_pin, partial(_pin_again, durable), _mend_pins, pins_again.reopen),
        CONNECTION: SubjectActions(boards.abandon, partial(_connection_again, durable), boards.mend),
        DELIVERY: SubjectActions(webhook_sending.abandon, partial(_delivery_again, durable), webhook_sending.mend),
        prompt_trials.KIND: SubjectActions(prompt_trials.abandon, prompt_trials.again, prompt_trials.mend),
        several.KIND: SubjectActions(several.abandon, several.again, several.mend),
        plugins.KIND: plugins.actions(durable),
    }
    known[batches.KIND] = SubjectActions(
        batches.abandon, partial(_batch_again, durable, known), batches.mend, batches.reopen
    )
    return known


def _batch_again(
    durable: Durable, known: Mapping[str, SubjectActions], session: Session, workspace_id: UUID, batch_id: UUID
) -> str:
    before = batches.batch(session, workspace_id, batch_id)
    failed = batches.failed_subjects(session, before)
    if before.counted_as == PUBLISHED:
        return publish_several(session, durable, workspace_id, failed).run_id or ""
    entries = [
        batches.entry_for(session, one, partial(known[before.kind].again, session, workspace_id, one)) for one in failed
    ]
    return batches.begin_batch(session, durable, workspace_id, kind=before.kind, entries=entries).run_id or ""


def _document_again(durable: Durable, vault: Vault, session: Session, workspace_id: UUID, document_id: UUID) -> str:
    return documents_again.try_again(session, durable, vault, document(session, workspace_id, document_id, lock=True))


def _mend_folders(durable: Durable, session: Session) -> int:
    keep_schedules(session, durable)
    return sync.mend_stranded(session)


def _abandon_media(session: Session, item_id: UUID, run_id: str, reason: str) -> None:
    """Mark the picture, or the file of a folder that has not become one yet."""
    files.abandon_file(session, item_id, run_id, reason)
    media_progress.abandon(session, item_id, run_id, reason)


def _media_again(durable: Durable, session: Session, workspace_id: UUID, item_id: UUID) -> str:
    """Try a picture again, or the file of a folder that has not become one yet."""
    if session.get(Item, item_id) is None and (waiting := session.get(FolderFile, item_id)):
        home = folder(session, workspace_id, waiting.folder_id, lock=True)
        return files.retry_file(session, durable, home, waiting)
    return media_again.try_again(session, durable, item(session, workspace_id, item_id, lock=True))


def _folder_again(durable: Durable, session: Session, workspace_id: UUID, folder_id: UUID) -> str:
    return sync.begin_sync(session, durable, folder(session, workspace_id, folder_id, lock=True))


def _project_again(durable: Durable, session: Session, workspace_id: UUID, project_id: UUID) -> str:
    return scrape.begin_scrape(session, durable, project(session, workspace_id, project_id, lock=True))


def _article_again(durable: Durable, session: Session, workspace_id: UUID, article_id: UUID) -> str:
    return fetch.fetch_article(session, durable, article(session, workspace_id, article_id, lock=True))


def _abandon_pin(session: Session, pin_id: UUID, run_id: str, reason: str) -> None:
    """Mark the pin, or the further picture that the run was about."""
    pins_progress.abandon(session, pin_id, run_id, reason)
    slides_progress.abandon(session, pin_id, run_id, reason)


def _connection_again(durable: Durable, session: Session, workspace_id: UUID, connection_id: UUID) -> str:
    return boards.begin_sync(session, durable, connection(session, workspace_id, connection_id, lock=True))


def _pin_again(durable: Durable, session: Session, workspace_id: UUID, pin_id: UUID) -> str:
    """Try again what failed about a pin, be it one of its further pictures."""
    found = pin(session, workspace_id, pin_id, lock=True)
    if found.status is PinStatus.PUBLISHED and is_withdrawal(found):
        raise Conflict("This pin is still published. Press Withdraw on the pin to take it back.", code="published")
    of_slide = None if found.status is PinStatus.FAILED else slides_actions.retry_failed(session, durable, found)
    return of_slide or pins_again.try_again(session, durable, found)


def _delivery_again(durable: Durable, session: Session, workspace_id: UUID, delivery_id: UUID) -> str:
    return webhook_sending.again(session, durable, workspace_id, delivery_id)


def _mend_pins(session: Session) -> int:
    return pins_progress.mend_stranded(session) + slides_progress.mend_stranded(session)


def _generation_again(durable: Durable, session: Session, workspace_id: UUID, generation_id: UUID) -> str:
    """Try a generation again, on its user's credit: nobody else gets to see its run."""
    generation = session.get(Generation, generation_id)
    if generation is None:
        raise NotFound("This generation is gone for good.")
    return retry_generation(
        session, durable, workspace_id=workspace_id, user_id=generation.user_id, generation_id=generation_id
    ).run_id
