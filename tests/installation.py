"""An installation composed as `pressroom.main` composes it, but for the database it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.features.documents.actions.again import try_again
from pressroom.features.documents.actions.progress import abandon, mend_stranded
from pressroom.features.documents.models import KIND
from pressroom.features.documents.queries import document
from pressroom.kernel.app import App, Limits, SubjectActions
from pressroom.kernel.db import Database, connect
from pressroom.kernel.durable import Durable
from pressroom.kernel.storage import Storage
from pressroom.kernel.vault import Vault, key_in_file

LIMITS = Limits(max_upload_bytes=2_000_000, max_pages=50, monthly_pages=0)


@contextmanager
def installed(database_url: str, folder: Path, limits: Limits = LIMITS) -> Iterator[App]:
    """Give an installation whose files lie under `folder`."""
    engine = connect(database_url, application_name="tests")
    runs = connect(database_url, application_name="tests-runs")
    durable = Durable(runs)
    vault = Vault([key_in_file(folder / "secret.key")])
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
            subjects={KIND: SubjectActions(abandon, partial(_again, durable, vault), mend_stranded)},
        )
    finally:
        durable.close()
        runs.dispose()
        engine.dispose()


def _again(durable: Durable, vault: Vault, session: Session, workspace_id: UUID, document_id: UUID) -> str:
    return try_again(session, durable, vault, document(session, workspace_id, document_id))
