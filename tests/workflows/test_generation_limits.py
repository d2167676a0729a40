"""How many generations a user may have in progress, and with which credits."""

import re

import pytest
from sqlalchemy import select

from pressroom.core.assets.models import Asset
from pressroom.features.generations.models import Status
from pressroom.kernel.errors import Conflict, LimitReached, OutOfCredits, ProviderRefused
from tests.generations import HeldPainter, Studio, spend

SIXTH = "You have 5 generations in progress. Please wait for one to complete."


def test_a_credit_is_in_use_while_its_generation_is_in_progress(studio: Studio, painter: HeldPainter) -> None:
    painter.hold()
    before = studio.credits().balance
    generation_id = studio.submit()
    credits_ = studio.credits()
    assert (credits_.balance, credits_.in_use, credits_.available) == (before, 1, before - 1)
    painter.let_go()
    studio.done(generation_id)
    credits_ = studio.credits()
    assert (credits_.balance, credits_.in_use, credits_.available) == (before - 1, 0, before - 1)


def test_a_sixth_in_progress_is_refused_and_leaves_nothing(studio: Studio, painter: HeldPainter) -> None:
    painter.hold()
    begun = [studio.submit(str(one)) for one in range(5)]
    with pytest.raises(LimitReached, match=f"^{re.escape(SIXTH)}$"):
        studio.submit("sixth")
    with studio.session() as session:
        assert len(session.scalars(select(Asset)).all()) == 5
    painter.let_go()
    assert [studio.done(one).status for one in begun] == [Status.COMPLETED] * 5
    studio.done(studio.submit("sixth"))


def test_without_a_credit_nothing_begins(studio: Studio) -> None:
    spend(studio.app, studio, studio.credits().balance)
    with pytest.raises(OutOfCredits, match="no credits left"):
        studio.submit()


def test_all_credits_in_use_is_said_as_such(studio: Studio, painter: HeldPainter) -> None:
    spend(studio.app, studio, studio.credits().balance - 1)
    painter.hold()
    generation_id = studio.submit()
    with pytest.raises(OutOfCredits, match="Your one credit is in use"):
        studio.submit("b")
    painter.let_go()
    studio.done(generation_id)


def test_only_a_failed_one_is_tried_again_and_only_with_a_credit_and_a_place(
    studio: Studio, painter: HeldPainter
) -> None:
    completed = studio.submit()
    studio.done(completed)
    with pytest.raises(Conflict, match="nothing to try again"):
        studio.retry(completed)
    painter.error = ProviderRefused("Not like this.")
    failed = studio.submit("b")
    studio.done(failed)
    painter.error = None
    painter.hold()
    begun = [studio.submit(f"c{one}") for one in range(5)]
    with pytest.raises(LimitReached):
        studio.retry(failed)
    painter.let_go()
    for one in begun:
        studio.done(one)
    spend(studio.app, studio, studio.credits().balance)
    with pytest.raises(OutOfCredits):
        studio.retry(failed)
    assert studio.generation(failed).status is Status.FAILED
