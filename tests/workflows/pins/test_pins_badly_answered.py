"""Models on the wire that answer badly, each about its own pin: all pins' statuses are true, the others are done."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest

from pressroom.features.pins.models import Pin, PinStage, PinStatus
from pressroom.kernel.app import App
from pressroom.providers.articles import FakeArticleReader
from pressroom.providers.describe import DESCRIPTION_MOST, Answer, Describer, counted
from pressroom.providers.describe.describer import Evidence, Profile, T, Turn
from pressroom.providers.pictures import FakePictureReader
from tests.caller import Caller
from tests.doors import fake_doors
from tests.media import dot
from tests.pins import Pinboard, bind_pins, picture_url, pinboard_of
from tests.providers.chat_server import ChatServer, chatting
from tests.providers.describers import client_of
from tests.workflows.conftest import StartWorker

SAID = {
    "title": "A soup for the evening",
    "description": "The leeks are washed and cut, and then they are cooked until they are soft.",
    "alt_text": "A bowl of green soup on a table.",
    "keywords": ["leek soup"],
}
LONG = SAID | {"description": "A warm soup with leeks. " * 167}
GERMAN = SAID | {
    "title": "Eine Suppe für den Abend",
    "description": "Der Lauch wird gewaschen und geschnitten, und dann wird er gekocht, bis er weich ist.",
}
ANSWERS = {"good": SAID, "long": LONG, "german": GERMAN, "slow": SAID}


@dataclass(frozen=True, slots=True)
class ByArticle:
    """Asks another model about each article, by its title."""

    models: Mapping[str, Describer]
    model: str = "openai-chat:gpt-4o-mini"

    def check(self) -> None:
        """Take it that all are well."""

    def describe(self, profile: Profile[T], evidence: Evidence, *, turns: Sequence[Turn] = ()) -> Answer[T]:
        """Return what the article's own model says."""
        return self.models[evidence.hints["title"]].describe(profile, evidence, turns=turns)


@pytest.fixture
def servers() -> Iterator[Mapping[str, ChatServer]]:
    """A server for each way to answer; one takes longer than anybody waits for it."""
    with chatting() as good, chatting() as long, chatting() as german, chatting() as slow:
        found = {"good": good, "long": long, "german": german, "slow": slow}
        for name, server in found.items():
            server.says(json.dumps(ANSWERS[name]))
        slow.seconds = 1.0
        yield found


@pytest.fixture
def board(app: App, servers: Mapping[str, ChatServer], start_worker: StartWorker) -> Pinboard:
    """A workspace's pins, and a worker that asks these servers."""
    models = {name: client_of(one, timeout_seconds=0.3 if name == "slow" else 20) for name, one in servers.items()}
    articles, pictures, describer = FakeArticleReader(), FakePictureReader(), ByArticle(models)
    articles.pictures = {picture_url(name): dot(name) for name in ANSWERS}
    start_worker(doors=fake_doors(articles=articles, pictures=pictures), seer=describer)
    bind_pins(app, articles, pictures, describer)
    return pinboard_of(app)


@pytest.fixture
def described(board: Pinboard) -> Mapping[str, Pin]:
    """A pin of each article, all described in one go, by the article's title."""
    project_id = board.blogs.project(language="en")
    ids: list[UUID] = [board.article(project_id, name, title=name) for name in ANSWERS]
    made = board.make_of(*ids, describe=True)
    assert made.batch
    run = board.blogs.over(made.batch.run_id)
    assert (run.output["succeeded"], run.output["failed"]) == (3, 1)
    found = [board.pin(one.id) for one in made.pins]
    return {one.article.title or "": one for one in found if one.article}


def test_what_is_too_long_is_cut_what_is_in_another_language_is_doubted_and_who_is_slow_fails_alone(
    board: Pinboard, described: Mapping[str, Pin], servers: Mapping[str, ChatServer]
) -> None:
    assert {name: one.status for name, one in described.items()} == {
        "good": PinStatus.READY,
        "long": PinStatus.READY,
        "german": PinStatus.READY,
        "slow": PinStatus.FAILED,
    }
    assert described["good"].description == SAID["description"]

    assert counted(described["long"].description) <= DESCRIPTION_MOST
    (cut,) = board.history(described["long"].id)
    assert cut.notes == [
        f"The description was too long twice: cut from 4007 to {counted(cut.values['description'])} characters."
    ]

    assert described["german"].title == GERMAN["title"]
    (doubted,) = board.history(described["german"].id)
    assert (doubted.confidence, doubted.notes) == (
        0.3,
        ["Low confidence: The title and description are not in English, as they should be."],
    )

    slow = described["slow"]
    assert (slow.failed_stage, slow.title) == (PinStage.DESCRIBING, "")
    assert "did not answer in time" in (slow.error or "")
    servers["slow"].seconds = 0.0
    board.blogs.over(board.retry(slow.id))
    assert board.pin(slow.id).status is PinStatus.READY


def test_a_batch_costs_what_its_pins_cost(board: Pinboard, described: Mapping[str, Pin], admin: Caller) -> None:
    each = [admin.json(f"/api/runs/{one.run_id}")["cost"] for one in described.values()]
    (batch,) = [one for one in admin.json("/api/runs")["items"] if one["subject_kind"] == "batch"]
    cost = admin.json(f"/api/runs/{batch['id']}")["cost"]
    assert cost["calls"] == 3
    assert Decimal(str(cost["cost_usd"])) == sum(Decimal(str(one["cost_usd"])) for one in each if one)
    assert cost["cost_usd"] > 0
    assert board.history(described["good"].id)[0].cost_usd
