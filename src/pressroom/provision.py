"""The steps of a worker, provided with the tools that settings ask for."""

from collections.abc import Callable
from functools import partial

from pressroom.captions import caption_of
from pressroom.catalogue import CATALOGUE
from pressroom.core.alerts import workflows as alert_workflows
from pressroom.core.connections import steps as connection_steps
from pressroom.core.events import workflows as event_workflows
from pressroom.core.prompts import steps as prompt_steps
from pressroom.core.runs import pausing
from pressroom.core.runs import workflows as run_workflows
from pressroom.core.webhooks import steps as webhook_steps
from pressroom.features.documents import steps as document_steps
from pressroom.features.generations import steps as generation_steps
from pressroom.features.media import steps as media_steps
from pressroom.features.media.folders import steps as folder_steps
from pressroom.features.media.folders.source import Sources
from pressroom.features.pins import steps as pin_steps
from pressroom.features.pins.accounts import Accounts
from pressroom.features.pins.articles import steps as article_steps
from pressroom.features.pins.boards import steps as board_steps
from pressroom.features.pins.publishing import steps as publishing_steps
from pressroom.features.pins.publishing.pictures import PictureTools
from pressroom.kernel import processes
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderError
from pressroom.kernel.log import logger
from pressroom.kernel.settings import Settings
from pressroom.plugins import workflows as plugin_workflows
from pressroom.providers.describe import DOCUMENT, PICTURE, PIN, SITTER, Describer, describer_for
from pressroom.providers.describe.local import KEPT, LocalDescriber
from pressroom.providers.describe.unavailable import UnavailableDescriber
from pressroom.providers.doors import Doors
from pressroom.providers.embed import ENCODER_KEPT
from pressroom.providers.mail import mailer_for
from pressroom.providers.pages import Limits as PageLimits
from pressroom.providers.pages.local import LocalPageReader
from pressroom.providers.paint import Painter, UnavailablePainter, painter_for
from pressroom.trials import trial_readers
from pressroom.worker import Publishing

log = logger(__name__)


def provide(app: App, doors: Doors, settings: Settings) -> Publishing:
    """Provide the steps of this process with their tools, and what they keep ready; return the pace of publishing."""
    reader, describer = _reader(settings), _describer(settings, settings.describe_model)
    seer = _describer(settings, settings.vision_model)
    processes.configure(
        loads={
            KEPT["document"]: partial(processes.each, [reader.preparation(), *_loaded_by(describer, "document")]),
            KEPT["picture"]: partial(processes.each, [doors.pictures.preparation(), *_loaded_by(seer, "picture")]),
            ENCODER_KEPT: doors.embedder.preparation(),
        }
    )
    document_steps.bind(
        document_steps.Tools(app.database, app.storage, app.vault, reader, describer, settings.monthly_pages)
    )
    media_steps.bind(media_steps.Tools(app.database, app.storage, doors.pictures, seer, doors.embedder))
    generation_steps.bind(generation_steps.Tools(app.database, app.storage, doors.pictures, seer, _painter(settings)))
    sources = Sources(app.database, app.vault, doors)
    folder_steps.bind(
        folder_steps.Tools(app.database, app.durable, app.storage, sources, max_bytes=settings.max_upload_bytes)
    )
    _bind_blogs(app, doors, seer, max_bytes=settings.max_upload_bytes)
    connection_steps.bind(connection_steps.Tools(app.database, app.vault, doors.oauth))
    pausing.bind(pausing.Tools(app.database))
    plugin_workflows.bind(plugin_workflows.Tools(app.database, app.durable))
    _bind_events(app, doors, settings)
    _bind_prompts(app, describer, seer)
    run_workflows.bind(run_workflows.Tools(app.database, app.durable, settings.run_retention_days, app.subjects))
    return _bind_publishing(app, doors, settings)


def _bind_events(app: App, doors: Doors, settings: Settings) -> None:
    """Provide the steps that send events out, and let old ones go, with their tools."""
    webhook_steps.bind(webhook_steps.Tools(app.database, app.durable, app.vault, doors.webhooks))
    event_workflows.bind(event_workflows.Tools(app.database, settings.run_retention_days))
    mailer = mailer_for(settings.smtp_url.get_secret_value(), settings.alerts_to, sender=settings.alerts_from)
    alert_workflows.bind(alert_workflows.Tools(app, CATALOGUE, settings.data_dir, mailer))


def _bind_prompts(app: App, describer: Describer, seer: Describer) -> None:
    """Provide the steps that try prompts with their tools."""
    describers = {DOCUMENT.name: describer, PICTURE.name: seer, SITTER.name: seer, PIN.name: seer}
    prompt_steps.bind(prompt_steps.Tools(app.database, trial_readers(app.storage), describers))


def _bind_blogs(app: App, doors: Doors, seer: Describer, *, max_bytes: int) -> None:
    """Provide the steps of articles and pins with their tools."""
    article_steps.bind(article_steps.Tools(app.database, app.durable, doors.articles, app.storage, doors.pictures))
    pin_steps.bind(
        pin_steps.Tools(
            app.database, app.storage, doors.articles, doors.pictures, seer, max_bytes=max_bytes, known=caption_of
        )
    )


def _bind_publishing(app: App, doors: Doors, settings: Settings) -> Publishing:
    """Provide the steps that read boards of Pinterest and bring pins to it with their tools; return its pace."""
    accounts = Accounts(app.database, app.vault, doors)
    board_steps.bind(board_steps.Tools(app.database, app.durable, accounts))
    publishing_steps.bind(
        publishing_steps.Tools(
            app.database,
            app.durable,
            accounts,
            PictureTools(app.database, app.storage, doors.pictures, app.vault, app.public_url),
            spacing_seconds=settings.publish_spacing_seconds,
            settle_seconds=settings.publish_settle_seconds,
        )
    )
    return Publishing(schedule=settings.publish_schedule, spacing_seconds=settings.publish_spacing_seconds)


def _reader(settings: Settings) -> LocalPageReader:
    return LocalPageReader(
        limits=PageLimits(max_pages=settings.max_pages),
        languages=settings.ocr_languages,
        tessdata_dir=settings.tessdata_dir,
        engine=settings.ocr_engine,
        ahead=(KEPT["document"],),
    )


def _loaded_by(describer: Describer, profile: str) -> list[Callable[[], object]]:
    """Return what loads a describer that works in child processes; nothing for one that asks elsewhere."""
    return [describer.preparation(profile)] if isinstance(describer, LocalDescriber) else []


def _describer(settings: Settings, model: str) -> Describer:
    try:
        return describer_for(model, timeout_seconds=settings.describe_timeout_seconds)
    except ProviderError as error:
        log.warning("a describing model cannot be used", model=model, reason=str(error))
        return UnavailableDescriber(model, error)


def _painter(settings: Settings) -> Painter:
    try:
        return painter_for(settings.paint_model, timeout_seconds=settings.paint_timeout_seconds)
    except ProviderError as error:
        log.warning("a painting model cannot be used", model=settings.paint_model, reason=str(error))
        return UnavailablePainter(settings.paint_model, error)
