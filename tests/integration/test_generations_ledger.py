"""Whatever is submitted, delivered, failed, cancelled, tried again, crashed and granted: the credits add up."""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from pressroom.core.accounts.actions import create_user, create_workspace
from pressroom.core.accounts.models import Role
from pressroom.core.credits.actions import grant, refund
from pressroom.core.credits.models import CreditEntry, Kind
from pressroom.core.credits.queries import available
from pressroom.features.generations.actions import progress
from pressroom.features.generations.actions.submit import retry_generation, submit_photo
from pressroom.features.generations.models import Generation, Status
from pressroom.features.generations.queries import in_use
from pressroom.kernel.app import App
from pressroom.kernel.durable import AT_ONCE_PER_USER, Failure
from pressroom.kernel.errors import Conflict, LimitReached, OutOfCredits
from tests.library import picture

CREDITS = 4
EXAMPLES, STEPS = 25, 30


class Crash(Exception):
    """The process died before its transaction was committed."""


@dataclass
class Expected:
    """What a person would have written down."""

    balance: int = CREDITS
    completed: set[UUID] = field(default_factory=set)
    refunded: set[UUID] = field(default_factory=set)
    in_progress: set[UUID] = field(default_factory=set)
    failed: set[UUID] = field(default_factory=set)


class Studio(RuleBasedStateMachine):
    """A studio of one user in which anything may happen in any order."""

    begun: Bundle[UUID] = Bundle("begun")

    app: App

    def __init__(self) -> None:
        super().__init__()
        self.expected = Expected()
        with self.app.database.transaction() as session:
            self.workspace_id = create_workspace(session, "Studio").id
            self.user_id = create_user(
                session,
                name="Ada",
                workspace_id=self.workspace_id,
                role=Role.OWNER,
                starting_credits=CREDITS,
            ).id

    @rule(target=begun, mark=st.integers(0, 2))
    def submit(self, mark: int) -> UUID | MultipleResults[UUID]:
        begun = self._unless(self._refusal(), lambda: self._submitted(mark))
        if begun is None:
            return multiple()
        self.expected.in_progress.add(begun)
        return begun

    @rule(one=begun)
    def retry(self, one: UUID) -> None:
        refusal = self._refusal() if one in self.expected.failed else Conflict
        if self._unless(refusal, lambda: self._retried(one)):
            self.expected.failed.remove(one)
            self.expected.in_progress.add(one)

    @rule(one=begun, crashes=st.booleans(), repeats=st.booleans())
    def complete(self, one: UUID, crashes: bool, repeats: bool) -> None:  # noqa: FBT001  # hypothesis passes by name
        run_id = self._run_of(one)
        if crashes:
            with suppress(Crash):
                self._finalised_and_lost(one, run_id)
        for _ in range(1 + repeats):
            with self.app.database.transaction() as session:
                delivered = progress.finalise(session, str(one), run_id)
            assert delivered == (one in self.expected.in_progress)
            if delivered:
                self.expected.in_progress.remove(one)
                self.expected.completed.add(one)
                self.expected.balance -= 1

    @rule(one=begun, how=st.sampled_from(["failure", "cancelled", "a run of long ago"]))
    def fail(self, one: UUID, how: str) -> None:
        with self.app.database.transaction() as session:
            if how == "failure":
                progress.record_failure(session, str(one), self._run_of(one), Failure("It was refused."))
            elif how == "cancelled":
                progress.abandon(session, one, self._run_of(one), "Its run was cancelled.")
            else:
                progress.abandon(session, one, f"generate-picture:{one}:0", "Its run died.")
                return
        if one in self.expected.in_progress:
            self.expected.in_progress.remove(one)
            self.expected.failed.add(one)

    @rule(amount=st.integers(1, 3))
    def grant(self, amount: int) -> None:
        with self.app.database.transaction() as session:
            grant(
                session,
                workspace_id=self.workspace_id,
                user_id=self.user_id,
                amount=amount,
                reason="More",
                granted_by=self.user_id,
            )
        self.expected.balance += amount

    @rule(one=begun)
    def refund(self, one: UUID) -> None:
        with self.app.database.transaction() as session:
            charged = session.scalar(
                select(CreditEntry.id).where(CreditEntry.kind == Kind.CHARGE, CreditEntry.subject_id == one)
            )
            assert (charged is not None) == (one in self.expected.completed)
            if charged is None:
                return
            given = refund(
                session, workspace_id=self.workspace_id, entry_id=charged, reason="Ugly", granted_by=self.user_id
            )
        assert given.is_new == (one not in self.expected.refunded)
        self.expected.balance += given.is_new
        self.expected.refunded.add(one)

    @invariant()
    def credits_add_up(self) -> None:
        with self.app.database.transaction() as session:
            found = available(session, self.workspace_id, self.user_id, in_use)
            charged = session.scalars(
                select(CreditEntry.subject_id).where(
                    CreditEntry.workspace_id == self.workspace_id, CreditEntry.kind == Kind.CHARGE
                )
            ).all()
            rows = session.execute(
                select(Generation.status, func.count())
                .where(Generation.workspace_id == self.workspace_id)
                .group_by(Generation.status)
            )
            standing = {status: number for status, number in rows}  # noqa: C416  # a Row is no pair to dict()
        assert (found.balance, found.in_use) == (self.expected.balance, len(self.expected.in_progress))
        assert found.balance - found.in_use >= 0
        assert sorted(one for one in charged if one) == sorted(self.expected.completed)
        assert standing.get(Status.PROCESSING, 0) <= AT_ONCE_PER_USER
        assert standing.get(Status.COMPLETED, 0) == len(self.expected.completed)

    def _refusal(self) -> type[Exception] | None:
        if len(self.expected.in_progress) >= AT_ONCE_PER_USER:
            return LimitReached
        return None if self.expected.balance > len(self.expected.in_progress) else OutOfCredits

    def _run_of(self, one: UUID) -> str:
        with self.app.database.transaction() as session:
            return session.get_one(Generation, one).run_id

    def _unless(self, refusal: type[Exception] | None, action: Callable[[], UUID]) -> UUID | None:
        """Return what an action gives, or None where it is refused as it must be."""
        if refusal is None:
            return action()
        with pytest.raises(refusal):
            action()
        return None

    def _submitted(self, mark: int) -> UUID:
        with self.app.database.transaction() as session:
            return submit_photo(
                session,
                self.app,
                io.BytesIO(picture(mark)),
                filename="cat.png",
                workspace_id=self.workspace_id,
                user_id=self.user_id,
                style="plushie",
            ).id

    def _retried(self, one: UUID) -> UUID:
        with self.app.database.transaction() as session:
            return retry_generation(
                session,
                self.app.durable,
                workspace_id=self.workspace_id,
                user_id=self.user_id,
                generation_id=one,
            ).id

    def _finalised_and_lost(self, one: UUID, run_id: str) -> None:
        with self.app.database.transaction() as session:
            progress.finalise(session, str(one), run_id)
            raise Crash


def test_the_credits_add_up_whatever_happens(app: App) -> None:
    run_state_machine_as_test(
        type("StudioHere", (Studio,), {"app": app}),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
