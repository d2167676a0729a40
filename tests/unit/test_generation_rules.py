"""What may be done with a generation, and what its things are called."""

from uuid import UUID

import pytest

from pressroom.features.generations.models import Generation, Status
from pressroom.features.generations.rules import (
    TOO_MANY,
    check_may_delete,
    check_may_retry,
    check_room,
    delivered,
    partial_key,
    result_name,
    run_id_of,
)
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict, LimitReached, NotFound

ID = UUID("019a0000-0000-7000-8000-000000000000")


def standing(status: Status, **more: object) -> Generation:
    """Return a generation in a status."""
    return Generation(id=ID, status=status, filename="Mia.jpg", style="plushie", result=None, **more)


def test_the_words_of_the_limit_are_the_same_everywhere() -> None:
    check_room(4)
    with pytest.raises(LimitReached) as refused:
        check_room(5)
    assert str(refused.value) == TOO_MANY
    assert TOO_MANY == "You have 5 generations in progress. Please wait for one to complete."


def test_only_a_failed_one_that_is_there_may_be_tried_again() -> None:
    check_may_retry(standing(Status.FAILED))
    for one in (standing(Status.PROCESSING), standing(Status.COMPLETED), standing(Status.FAILED, deleted_at=now())):
        with pytest.raises(Conflict):
            check_may_retry(one)


def test_one_in_progress_is_not_deleted() -> None:
    for status in (Status.COMPLETED, Status.FAILED):
        check_may_delete(standing(status))
    with pytest.raises(Conflict):
        check_may_delete(standing(Status.PROCESSING))


def test_nothing_is_delivered_before_it_is_completed() -> None:
    with pytest.raises(NotFound):
        delivered(standing(Status.PROCESSING))


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("Mia.jpg", "Mia-plushie.png"),
        ("no ending", "no ending-plushie.png"),
        ("two.dots.webp", "two.dots-plushie.png"),
        ("ä" * 200 + ".jpg", "ä" * 121 + "-plushie.png"),
    ],
)
def test_a_result_is_called_as_its_photo_and_never_longer_than_files_may_be(filename: str, expected: str) -> None:
    named = standing(Status.COMPLETED)
    named.filename = filename
    assert result_name(named) == expected
    assert len(expected.encode()) <= 255


def test_each_run_keeps_what_it_painted_under_its_own_name() -> None:
    assert partial_key(run_id_of(ID, 2)) == f"generations/generate-picture-{ID}-2"
