"""An installation composed as `pressroom.main` composes it, but for the database it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pressroom.kernel.app import App, Limits
from pressroom.kernel.db import Database, connect
from pressroom.kernel.durable import Durable
from pressroom.kernel.storage import Storage
from pressroom.kernel.vault import vault_of_file
from pressroom.subjects import subjects
from pressroom.trials import trial_sources

LIMITS = Limits(max_upload_bytes=2_000_000, max_pages=50, monthly_pages=0)


@contextmanager
def installed(database_url: str, folder: Path, limits: Limits = LIMITS, *, metrics_token: str = "") -> Iterator[App]:
    """Give an installation whose files lie under `folder`."""
    engine = connect(database_url, application_name="tests")
    runs = connect(database_url, application_name="tests-runs")
    durable = Durable(runs)
    vault = vault_of_file(folder / "secret.key")
    try:
        yield App(
            database=Database(engine),
            durable=durable,
            storage=Storage((folder / "files").as_uri(), cache=folder / "cache"),
            vault=vault,
            limits=limits,
            public_url="http://127.0.0.1:8288",
            database_url=database_url,
            describe_model="fake",
            ocr_languages="eng+deu",
            subjects=subjects(durable, vault),
            trials=trial_sources(),
            folder=folder,
            metrics_token=metrics_token,
        )
    finally:
        durable.close()
        runs.dispose()
        engine.dispose()
