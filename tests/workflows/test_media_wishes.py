"""What is asked for pictures reaches those who look at them, and real ones are looked at offline."""

from collections.abc import Sequence

import pytest

from pressroom.features.media.actions.wishes import wish
from pressroom.features.media.folders.actions.keep import Options
from pressroom.features.media.models import Stage, Status
from pressroom.kernel.app import App
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.describe.describer import Answer, Evidence, Profile, T, Turn
from pressroom.providers.describe.local import LocalDescriber
from pressroom.providers.embed import FakeEmbedder
from pressroom.providers.pictures import Developed, FakePictureReader, LocalPictureReader, Size
from pressroom.providers.sources import FakeSource
from tests.doors import fake_doors
from tests.media import Library, bind_media, dot, fill
from tests.pictures import encoded, scene
from tests.workflows.conftest import StartWorker


class ListeningDescriber(FakeDescriber):
    """Remembers the instructions it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.instructions: list[str] = []

    def describe(self, profile: Profile[T], evidence: Evidence, *, turns: Sequence[Turn] = ()) -> Answer[T]:
        """Answer as the fake does."""
        self.instructions.append(profile.instructions)
        return super().describe(profile, evidence, turns=turns)


@pytest.fixture
def reader() -> FakePictureReader:
    """What looks at pictures."""
    return FakePictureReader()


@pytest.fixture
def seer() -> FakeDescriber:
    """What says what is to be seen."""
    return FakeDescriber()


@pytest.fixture
def embedder() -> FakeEmbedder:
    """What finds by meaning."""
    return FakeEmbedder()


@pytest.fixture(autouse=True)
def at_work(
    source: FakeSource,
    reader: FakePictureReader,
    seer: FakeDescriber,
    embedder: FakeEmbedder,
    start_worker: StartWorker,
) -> None:
    """Let a worker run."""
    start_worker(doors=fake_doors(source=source, pictures=reader, embedder=embedder), seer=seer)


@pytest.fixture
def listener(app: App, source: FakeSource) -> ListeningDescriber:
    """A model that remembers what it was asked for, in place of the other."""
    listener = ListeningDescriber()
    bind_media(app, fake_doors(source=source), listener)
    return listener


def test_the_workspace_s_wish_reaches_the_model(library: Library, listener: ListeningDescriber) -> None:
    with library.session() as session:
        wish(session, library.workspace_id, prompt="Name the plants in Latin.", keep_location=False)
    library.done(library.add(dot("a")))
    assert "Name the plants in Latin." in listener.instructions[-1]


def test_a_folder_s_wish_goes_before_the_workspace_s(
    library: Library, source: FakeSource, listener: ListeningDescriber
) -> None:
    with library.session() as session:
        wish(session, library.workspace_id, prompt="Name the plants in Latin.", keep_location=False)
    fill(source, 1)
    library.sync(library.folder(options=Options(prompt="Name the knitting patterns.")))
    assert "Name the knitting patterns." in listener.instructions[-1]
    assert "Latin" not in listener.instructions[-1]
    assert listener.calls[-1][1].hints["folder"] == "Pictures"


@pytest.mark.parametrize("keep", [True, False])
def test_where_a_picture_was_taken_is_kept_only_by_choice(
    library: Library, reader: FakePictureReader, *, keep: bool
) -> None:
    reader.answers = {b"abroad": _taken_at(48.1, 11.6)}
    with library.session() as session:
        wish(session, library.workspace_id, prompt=None, keep_location=keep)
    found = library.done(library.add(dot("abroad")))
    assert (found.latitude, found.longitude) == ((48.1, 11.6) if keep else (None, None))


def test_a_folder_may_keep_where_its_pictures_were_taken(
    library: Library, source: FakeSource, reader: FakePictureReader
) -> None:
    reader.answers = {b"root": _taken_at(48.1, 11.6)}
    fill(source, 1)
    library.sync(library.folder(options=Options(keep_location=True)))
    assert library.items()[0].latitude == pytest.approx(48.1)


def _taken_at(latitude: float, longitude: float) -> Developed:
    return Developed(
        width=3,
        height=2,
        frames=1,
        thumbnails=dict.fromkeys(Size, dot("small")),
        placeholder=b"",
        fingerprint="01" * 32,
        colours=[],
        location=(latitude, longitude),
    )


def test_a_real_picture_is_seen_and_described_offline(library: Library) -> None:
    bind_media(library.app, fake_doors(pictures=LocalPictureReader()), LocalDescriber(timeout_seconds=60))
    item_id = library.add(encoded(scene(3), "JPEG", quality=90), "IMG_1234.jpg")
    found = library.done(item_id)
    assert found.status is Status.COMPLETED, found.error
    assert (found.width, found.height) == (900, 600)
    assert found.description
    assert found.tags
    assert library.history(item_id)[0].model == "local"


def test_a_real_file_that_ends_early_is_kept_with_its_reason(library: Library) -> None:
    bind_media(library.app, fake_doors(pictures=LocalPictureReader()), FakeDescriber())
    whole = encoded(scene(4), "PNG")
    found = library.done(library.add(whole[:60], "cut.png"))
    assert (found.status, found.failed_stage) == (Status.FAILED, Stage.SEEING)
    assert found.error
    assert library.app.storage.get(found.asset.storage_key) == whole[:60]
