"""A pin described over the API: whoever asks waits for the new answer, or sees how far it is."""

from uuid import UUID

import pytest

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import FakeDescriber
from tests.caller import Caller, problem_of
from tests.pin_api import get
from tests.pins import Pinboard
from tests.streams import STREAM, events


@pytest.fixture
def address(soup: UUID) -> str:
    """Where the pin's description is asked for."""
    return f"/api/pins/{soup}/metadata"


def test_who_waits_gets_the_new_revision_and_the_pin_shows_it(
    admin: Caller, soup: UUID, describer: FakeDescriber, address: str
) -> None:
    answer = admin.http.post(address, json={"feedback": "Mention that it is vegan."})
    assert answer.status_code == 200
    revision = answer.json()
    assert (revision["feedback"], revision["run_id"]) == ("Mention that it is vegan.", f"describe-pin:{soup}:2")
    assert revision["values"]["description"].endswith("(Mention that it is vegan.)")
    assert [turn.feedback for turn in describer.calls[-1][2]] == ["Mention that it is vegan."]
    shown = get(admin, str(soup))
    assert (shown["status"], shown["revision_id"]) == ("ready", revision["id"])
    assert shown["description"] == revision["values"]["description"]


def test_a_stream_tells_each_step_and_then_the_revision(admin: Caller, soup: UUID, address: str) -> None:
    told = list(events(admin.http.post(address, json={"feedback": "Shorter."}, headers=STREAM)))
    assert [(name, data.get("step")) for name, data in told[:-1]] == [
        ("step", "fetch_picture"),
        ("step", "write_pin"),
        ("step", "record_description"),
    ]
    name, revision = told[-1]
    assert (name, revision["feedback"]) == ("complete", "Shorter.")
    assert revision["id"] == get(admin, str(soup))["revision_id"]


def test_a_refusal_is_told_either_way_and_the_earlier_words_stay(
    admin: Caller, soup: UUID, describer: FakeDescriber, address: str
) -> None:
    before = get(admin, str(soup))
    describer.error = ProviderRefused("The model refused this content.")
    body = problem_of(admin.http.post(address), 502, "describing_failed")
    assert body["detail"] == "The model refused this content."
    name, error = list(events(admin.http.post(address, headers=STREAM)))[-1]
    assert (name, error["detail"]) == ("error", "The model refused this content.")
    after = get(admin, str(soup))
    assert (after["status"], after["failed_stage"]) == ("failed", "describing")
    assert (after["title"], after["revision_id"]) == (before["title"], before["revision_id"])


def test_the_same_key_describes_once(
    admin: Caller, board: Pinboard, soup: UUID, describer: FakeDescriber, address: str
) -> None:
    headers = {"Idempotency-Key": "again-1"}
    first, second = (admin.http.post(address, headers=headers).json() for _ in range(2))
    assert first == second
    assert len(describer.calls) == len(board.history(soup)) == 2
