"""The error tree, and what durable work makes of it."""

import inspect
import pickle
from http import HTTPStatus

import pytest

from pressroom.kernel import errors
from pressroom.kernel.durable import Failure, plain
from pressroom.kernel.errors import Invalid, PressroomError, ProviderBusy, Rejected

REJECTIONS = [
    one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, Rejected) and one is not Rejected
]


@pytest.mark.parametrize("rejection", REJECTIONS)
def test_every_rejection_has_a_status_that_blames_the_asker(rejection: type[Rejected]) -> None:
    assert HTTPStatus.BAD_REQUEST < rejection.status < HTTPStatus.INTERNAL_SERVER_ERROR


def test_the_tree_s_picture_names_every_error() -> None:
    assert errors.__doc__
    for name, one in inspect.getmembers(errors, inspect.isclass):
        if issubclass(one, PressroomError):
            assert name in errors.__doc__


def test_a_failure_keeps_the_reason_and_its_name() -> None:
    assert Failure.of(Invalid("It needs a password.", code="encrypted")) == Failure("It needs a password.", "encrypted")
    assert Failure.of(ProviderBusy("Busy.")) == Failure("Busy.", "busy")


@pytest.mark.parametrize("error", [Invalid("No.", code="broken"), ProviderBusy("Later.", retry_after=2.5)])
def test_errors_pass_between_processes_whole(error: PressroomError) -> None:
    back = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert str(back) == str(error)
    assert vars(back) == vars(error)


@pytest.mark.parametrize("value", [None, 1, 1.5, "x", True, ["a"], {"a": 1}])
def test_plain_values_stay_as_they_are(value: object) -> None:
    assert plain(value) == value


def test_anything_else_is_told_as_text() -> None:
    assert plain(ValueError("odd")) == "odd"
