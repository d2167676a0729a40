"""Settings become an installation: the half of the composition root that a worker needs.

It knows neither web nor command line, whose libraries take as long to import as all the rest.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial

from sqlalchemy import Engine

from pressroom.core.prompts import steps as prompt_steps
from pressroom.core.runs import pausing
from pressroom.core.runs import workflows as run_workflows
from pressroom.features.documents import steps as document_steps
from pressroom.features.generations import steps as generation_steps
from pressroom.features.media import steps as media_steps
from pressroom.features.media.folders import steps as folder_steps
from pressroom.features.media.folders.source import Sources
from pressroom.features.pins import steps as pin_steps
from pressroom.features.pins.articles import steps as article_steps
from pressroom.kernel import processes
from pressroom.kernel.app import App, Limits
from pressroom.kernel.db import Database, connect
from pressroom.kernel.durable import Durable
from pressroom.kernel.errors import ProviderError
from pressroom.kernel.log import logger
from pressroom.kernel.migrate import migrate
from pressroom.kernel.postgres import EmbeddedPostgres
from pressroom.kernel.settings import Settings
from pressroom.kernel.storage import Storage
from pressroom.kernel.vault import Vault, key_in_file
from pressroom.providers.articles import web_article_reader
from pressroom.providers.describe import DOCUMENT, PICTURE, PIN, SITTER, Describer, describer_for
from pressroom.providers.describe.local import KEPT, LocalDescriber
from pressroom.providers.describe.unavailable import UnavailableDescriber
from pressroom.providers.doors import Doors
from pressroom.providers.embed import ENCODER_KEPT, LocalEmbedder
from pressroom.providers.oauth import google_oauth
from pressroom.providers.pages import Limits as PageLimits
from pressroom.providers.pages.local import LocalPageReader
from pressroom.providers.paint import Painter, UnavailablePainter, painter_for
from pressroom.providers.pictures import LocalPictureReader
from pressroom.providers.sources import source_for
from pressroom.subjects import subjects
from pressroom.trials import trial_readers, trial_sources
from pressroom.worker import RunningWorker

log = logger(__name__)


class Composition:
    """Makes installations, and workers for them, out of settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.postgres: EmbeddedPostgres | None = None

    @contextmanager
    def app(self) -> Iterator[App]:
        """Give a composed installation with its database up to date, and let it go again."""
        url = self._database_url()
        engine = connect(url, application_name="pressroom")
        migrate(engine)
        durable = Durable(engine)
        vault = Vault(self._keys())
        try:
            yield self._compose(url, engine, durable, vault)
        finally:
            durable.close()
            engine.dispose()
            if self.postgres:
                self.postgres.release()

    def worker(self, app: App) -> RunningWorker:
        """Return a worker for an installation, its steps provided with their tools."""
        settings, doors = self.settings, self.doors
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
        generation_steps.bind(
            generation_steps.Tools(app.database, app.storage, doors.pictures, seer, _painter(settings))
        )
        folder_steps.bind(
            folder_steps.Tools(
                app.database,
                app.durable,
                app.storage,
                Sources(app.database, app.vault, doors),
                max_bytes=settings.max_upload_bytes,
            )
        )
        _bind_blogs(app, doors, seer, max_bytes=settings.max_upload_bytes)
        pausing.bind(pausing.Tools(app.database))
        describers = {DOCUMENT.name: describer, PICTURE.name: seer, SITTER.name: seer, PIN.name: seer}
        prompt_steps.bind(prompt_steps.Tools(app.database, trial_readers(app.storage), describers))
        run_workflows.bind(run_workflows.Tools(app.database, app.durable, settings.run_retention_days))
        return RunningWorker(
            app, app.database.engine, prepares=(KEPT["document"],), site_seconds=settings.fetch_pace_seconds
        )

    @cached_property
    def doors(self) -> Doors:
        """The ways out of an installation."""
        settings = self.settings
        google = google_oauth(
            client_id=settings.google_client_id,
            client_secret=settings.google_client_secret.get_secret_value(),
            auth_url=settings.google_auth_url,
            token_url=settings.google_token_url,
            api_url=settings.google_api_url,
        )
        return Doors(
            oauth={google.name: google},
            source=partial(source_for, api_url=settings.google_api_url),
            embedder=LocalEmbedder(timeout_seconds=settings.describe_timeout_seconds),
            pictures=LocalPictureReader(ahead=(KEPT["picture"], ENCODER_KEPT)),
            articles=web_article_reader(
                public_url=settings.public_url,
                allow_loopback=settings.fetch_allow_loopback,
                pace_seconds=settings.fetch_pace_seconds,
            ),
            media_roots=settings.media_roots,
        )

    def _database_url(self) -> str:
        if self.settings.database_url:
            return self.settings.database_url
        self.postgres = EmbeddedPostgres(self.settings.data_dir / "postgres")
        return self.postgres.url

    def _keys(self) -> list[str]:
        given = [key.get_secret_value() for key in self.settings.secret_keys]
        return given or [key_in_file(self.settings.data_dir / "secret.key")]

    def _compose(self, url: str, engine: Engine, durable: Durable, vault: Vault) -> App:
        settings = self.settings
        folder = settings.data_dir.resolve()
        return App(
            database=Database(engine),
            durable=durable,
            storage=Storage(settings.storage_url or (folder / "files").as_uri(), cache=folder / "cache"),
            vault=vault,
            limits=Limits(settings.max_upload_bytes, settings.max_pages, settings.monthly_pages),
            public_url=settings.public_url,
            database_url=url,
            describe_model=settings.describe_model,
            ocr_languages=settings.ocr_languages,
            subjects=subjects(durable, vault),
            vision_model=settings.vision_model,
            paint_model=settings.paint_model,
            starting_credits=settings.starting_credits,
            trials=trial_sources(),
        )


def _bind_blogs(app: App, doors: Doors, seer: Describer, *, max_bytes: int) -> None:
    """Provide the steps of articles and pins with their tools."""
    article_steps.bind(article_steps.Tools(app.database, app.durable, doors.articles))
    pin_steps.bind(
        pin_steps.Tools(app.database, app.storage, doors.articles, doors.pictures, seer, max_bytes=max_bytes)
    )


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
