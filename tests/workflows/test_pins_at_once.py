"""Pins whose pictures come from one site: the site is asked in turn, and a slow model keeps nobody's turn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from pressroom.features.pins.models import PinStatus
from pressroom.kernel.app import App
from pressroom.providers.articles import FakeArticleReader
from pressroom.providers.describe import Answer, FakeDescriber
from pressroom.providers.describe.describer import Evidence, Profile, T, Turn
from pressroom.providers.pictures import FakePictureReader
from tests.doors import fake_doors
from tests.media import dot
from tests.pins import bind_pins, picture_url, pinboard_of
from tests.workflows.conftest import StartWorker

PINS = 4


@dataclass(slots=True)
class CountingDescriber(FakeDescriber):
    """Takes a second for each answer, and knows how many it gave at once."""

    seconds: float = 1.0
    most: int = 0
    now: int = 0
    lock: Lock = field(default_factory=Lock)

    def describe(self, profile: Profile[T], evidence: Evidence, *, turns: Sequence[Turn] = ()) -> Answer[T]:
        """Answer as the fake does."""
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            return FakeDescriber.describe(self, profile, evidence, turns=turns)
        finally:
            with self.lock:
                self.now -= 1


def test_several_are_described_at_once(app: App, start_worker: StartWorker) -> None:
    articles, pictures, model = FakeArticleReader(), FakePictureReader(), CountingDescriber()
    articles.pictures = {picture_url(f"soup{number}"): dot(f"soup{number}") for number in range(PINS)}
    start_worker(doors=fake_doors(articles=articles, pictures=pictures), seer=model)
    bind_pins(app, articles, pictures, model)
    board = pinboard_of(app)
    project_id = board.blogs.project()
    made = board.make_of(*(board.article(project_id, f"soup{number}") for number in range(PINS)), describe=True)
    assert [board.done(one.id).status for one in made.pins] == [PinStatus.READY] * PINS
    assert model.most > 1
