"""What a painter was paid for is in the ledger, whatever becomes of the picture."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pressroom.core.spending.models import AiCall
from pressroom.features.generations import steps
from pressroom.features.generations.models import Status
from pressroom.features.generations.rules import PARTIAL
from pressroom.kernel.app import App
from pressroom.kernel.storage import Storage, StorageFull
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.paint import FakePainter, Painted, Style, Subject
from pressroom.providers.pictures import FakePictureReader
from tests.documents import rows
from tests.generations import studio_of
from tests.workflows.conftest import StartWorker


class PricedPainter(FakePainter):
    """Paints as the fake does, at fifty cents a picture."""

    def paint(self, photo: bytes, style: Style, subject: Subject) -> Painted:
        """Paint, and say what it cost."""
        return replace(super().paint(photo, style, subject), cost_usd=Decimal("0.50"))


class FullStorage(Storage):
    """Has no room for what is painted."""

    def put(self, key: str, content: bytes) -> str:
        """Store anything else."""
        if key.startswith(PARTIAL):
            raise StorageFull("There is no room left.")
        return super().put(key, content)


def test_what_was_painted_and_could_not_be_stored_is_in_the_ledger(
    app: App, tmp_path: Path, start_worker: StartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "STORING_WAIT_SECONDS", 0.0)
    painter, storage = PricedPainter(model="priced"), FullStorage((tmp_path / "files").as_uri(), cache=tmp_path)
    start_worker()
    steps.bind(steps.Tools(app.database, storage, FakePictureReader(), FakeDescriber(), painter))
    studio = studio_of(app)
    found = studio.done(studio.submit())
    assert (found.status, found.error) == (
        Status.FAILED,
        "The picture was made, but could not be stored. There is no room left.",
    )
    assert len(painter.calls) == 1
    (paid,) = [one for one in rows(app, AiCall) if one.profile == "painting"]
    assert (paid.run_id, paid.subject_id, paid.cost_usd) == (found.run_id, found.id, Decimal("0.50"))
    assert studio.charges(found.id) == 0
