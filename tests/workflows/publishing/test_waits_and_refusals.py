"""What passes by itself is waited for, so often; what does not is said, and nothing is sent twice."""

import pytest

from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.models import PinStage, PinStatus
from pressroom.features.pins.publishing.models import Outcome
from pressroom.kernel.errors import ProviderError
from pressroom.providers.pinterest import Limited, PinterestRefused, Unreached
from tests.publishing import Publisher

BUSY: list[tuple[ProviderError, Outcome]] = [
    (Limited("Pinterest asked to wait (HTTP 429)."), Outcome.LIMITED),
    (Unreached("Pinterest was not reached."), Outcome.UNREACHED),
]


@pytest.mark.parametrize(("error", "outcome"), BUSY)
def test_what_passes_is_waited_for_three_times(publisher: Publisher, error: ProviderError, outcome: Outcome) -> None:
    publisher.pinterest.failures["publish"] = [error] * 3
    pin_id = publisher.pin("Leek soup")
    assert publisher.published(pin_id).status is PinStatus.PUBLISHED
    assert publisher.outcomes(pin_id) == [outcome] * 3 + [Outcome.PUBLISHED]
    assert publisher.there() == ["Leek soup"]


@pytest.mark.parametrize(("error", "outcome"), BUSY)
def test_what_does_not_pass_fails_the_pin_at_the_fourth_time(
    publisher: Publisher, error: ProviderError, outcome: Outcome
) -> None:
    publisher.pinterest.failures["publish"] = [error] * 4
    pin_id = publisher.pin("Leek soup")
    pin = publisher.published(pin_id)
    assert (pin.status, pin.failed_stage, pin.error) == (PinStatus.FAILED, PinStage.PUBLISHING, str(error))
    assert publisher.outcomes(pin_id) == [outcome] * 4
    assert publisher.there() == []


def test_pinterest_is_waited_for_as_long_as_it_asks(publisher: Publisher) -> None:
    publisher.pinterest.failures["publish"] = [Limited("Wait.", retry_after=1.5)]
    pin_id = publisher.pin("Leek soup")
    publisher.published(pin_id)
    limited, sent = publisher.attempts(pin_id)
    assert limited.retry_after == 1.5
    assert limited.ended_at
    assert sent.sent_at
    assert (sent.sent_at - limited.ended_at).total_seconds() >= 1.5


@pytest.mark.parametrize(
    ("code", "says"), [("refused", "The title is not allowed."), ("forbidden", "This app is on trial.")]
)
def test_a_refusal_is_final_and_told(publisher: Publisher, code: str, says: str) -> None:
    refusal = PinterestRefused(says, code=code)  # type: ignore[arg-type]  # one of its codes
    refusal.http_status, refusal.request_id = 400, "abc-1"
    publisher.pinterest.failures["publish"] = [refusal]
    pin_id = publisher.pin("Leek soup")
    pin = publisher.published(pin_id)
    assert (pin.status, pin.error, pin.error_code) == (PinStatus.FAILED, says, code)
    (attempt,) = publisher.attempts(pin_id)
    assert (attempt.outcome, attempt.http_status, attempt.request_id) == (Outcome.REFUSED, 400, "abc-1")
    assert publisher.run(pin_id).error == says


def test_a_board_that_is_gone_is_marked_so(publisher: Publisher) -> None:
    pin_id = publisher.pin("Leek soup")
    publisher.pinterest.remove_board(publisher.pinterest_board_id)
    pin = publisher.published(pin_id)
    assert (pin.status, pin.error_code) == (PinStatus.FAILED, "board_gone")
    with publisher.session() as session:
        assert session.get_one(Board, publisher.board_id).gone_at
