"""Settings become an installation: the half of the composition root that a worker needs.

It knows neither web nor command line, whose libraries take as long to import as all the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path

from sqlalchemy import Engine

from pressroom import __version__
from pressroom.kernel.app import App, Ground, Limits
from pressroom.kernel.db import Database, connect
from pressroom.kernel.durable import Durable
from pressroom.kernel.log import logger
from pressroom.kernel.migrate import migrate
from pressroom.kernel.postgres import EmbeddedPostgres
from pressroom.kernel.settings import Settings
from pressroom.kernel.storage import Storage
from pressroom.kernel.vault import KEY_FILE, Vault, vault_of_file
from pressroom.plugins.loading import load_plugins
from pressroom.providers.articles import web_article_reader
from pressroom.providers.describe.local import KEPT
from pressroom.providers.doors import Doors
from pressroom.providers.embed import ENCODER_KEPT, LocalEmbedder
from pressroom.providers.oauth import PinterestSandbox, google_oauth, pinterest_oauth
from pressroom.providers.pictures import LocalPictureReader
from pressroom.providers.pinterest import open_pinterest
from pressroom.providers.sources import source_for
from pressroom.providers.webhooks import WebWebhookSender
from pressroom.provision import provide
from pressroom.subjects import subjects
from pressroom.trials import trial_sources
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
        vault = self._vault()
        load_plugins(self.settings.plugins_folder)
        try:
            yield self._compose(url, engine, durable, vault)
        finally:
            durable.close()
            engine.dispose()
            if self.postgres:
                self.postgres.release()

    @contextmanager
    def ground(self) -> Iterator[Ground]:
        """Give what an installation stands on, as it is: nothing is made but an empty database."""
        url = self._database_url()
        engine = connect(url, application_name="pressroom")
        try:
            yield Ground(url, engine, self._storage(), self.key_file)
        finally:
            engine.dispose()
            if self.postgres:
                self.postgres.release()

    @property
    def key_file(self) -> Path | None:
        """Where the key of stored secrets lies; None where keys are given as a setting."""
        return None if self.settings.secret_keys else self.settings.data_dir / KEY_FILE

    def worker(self, app: App) -> RunningWorker:
        """Return a worker for an installation, its steps provided with their tools."""
        publishing = provide(app, self.doors, self.settings)
        return RunningWorker(
            app,
            app.database.engine,
            prepares=(KEPT["document"],),
            site_seconds=self.settings.fetch_pace_seconds,
            publishing=publishing,
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
        pinterest = pinterest_oauth(
            client_id=settings.pinterest_client_id,
            client_secret=settings.pinterest_client_secret.get_secret_value(),
            oauth_url=settings.pinterest_oauth_url,
            api_url=settings.pinterest_api_url,
            timeout_seconds=min(30.0, settings.pinterest_timeout_seconds),
        )
        return Doors(
            oauth={one.name: one for one in (google, pinterest, PinterestSandbox())},
            source=partial(source_for, api_url=settings.google_api_url),
            embedder=LocalEmbedder(timeout_seconds=settings.describe_timeout_seconds),
            pictures=LocalPictureReader(ahead=(KEPT["picture"], ENCODER_KEPT)),
            articles=web_article_reader(
                public_url=settings.public_url,
                allow_loopback=settings.fetch_allow_loopback,
                pace_seconds=settings.fetch_pace_seconds,
            ),
            pinterest=open_pinterest(
                api_url=settings.pinterest_api_url,
                sandbox_url=settings.pinterest_sandbox_url,
                timeout_seconds=settings.pinterest_timeout_seconds,
                demo_folder=settings.data_dir.resolve() / "demo-pinterest",
            ),
            webhooks=WebWebhookSender(
                agent=f"Pressroom/{__version__} (+{settings.public_url})", allow_private=settings.webhook_allow_private
            ),
            media_roots=settings.media_roots,
        )

    def _database_url(self) -> str:
        if self.settings.database_url:
            return self.settings.database_url
        self.postgres = EmbeddedPostgres(self.settings.data_dir / "postgres")
        return self.postgres.url

    def _vault(self) -> Vault:
        if self.key_file:
            return vault_of_file(self.key_file)
        return Vault([key.get_secret_value() for key in self.settings.secret_keys])

    def _storage(self) -> Storage:
        folder = self.settings.data_dir.resolve()
        return Storage(self.settings.storage_url or (folder / "files").as_uri(), cache=folder / "cache")

    def _compose(self, url: str, engine: Engine, durable: Durable, vault: Vault) -> App:
        settings = self.settings
        folder = settings.data_dir.resolve()
        return App(
            database=Database(engine),
            durable=durable,
            storage=self._storage(),
            vault=vault,
            limits=Limits(
                settings.max_upload_bytes,
                settings.max_pages,
                settings.monthly_pages,
                settings.publish_daily_limit,
                settings.publish_spacing_seconds,
            ),
            public_url=settings.public_url,
            database_url=url,
            describe_model=settings.describe_model,
            ocr_languages=settings.ocr_languages,
            subjects=subjects(durable, vault),
            vision_model=settings.vision_model,
            paint_model=settings.paint_model,
            starting_credits=settings.starting_credits,
            trials=trial_sources(),
            schedules={"publish_due": settings.publish_schedule},
            folder=folder,
            metrics_token=settings.metrics_token.get_secret_value(),
        )
