"""Whatever is granted, reserved, paid, given up and refunded, in any order and by many at once: the ledger adds up."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from pressroom.core.accounts.actions import create_user, create_workspace
from pressroom.core.credits import actions, queries
from pressroom.core.credits.models import CreditEntry, Kind
from pressroom.core.credits.rules import check_one_left
from pressroom.kernel.db import Database, connect
from pressroom.kernel.errors import OutOfCredits
from pressroom.kernel.ids import new_id

THINGS = "CREATE TABLE things (id uuid PRIMARY KEY, user_id uuid NOT NULL, status text NOT NULL)"
"""What costs a credit when it completes, as a feature would keep it."""
COUNT = text("SELECT count(*) FROM things WHERE user_id = :user AND status = 'processing'")
SERVERS, MOVES = 8, 25


def in_use(session: Session, _workspace_id: UUID, user_id: UUID) -> int:
    return session.scalar(COUNT, {"user": user_id}) or 0


@dataclass(frozen=True, slots=True)
class Shop:
    """Where one user has things made; each call is one transaction on a connection of its own."""

    database: Database
    workspace_id: UUID
    user_id: UUID

    def submit(self, _random: Random) -> None:
        with suppress(OutOfCredits), self.database.transaction() as session:
            self._lock_and_check(session)
            self._run(session, "INSERT INTO things VALUES (:id, :user, 'processing')", new_id())

    def complete(self, random: Random) -> None:
        with self.database.transaction() as session:
            actions.lock_account(session, self.user_id)
            if (one := self._any(session, random, "processing", "completed")) is None:
                return
            self._run(session, "UPDATE things SET status = 'completed' WHERE id = :id AND user_id = :user", one)
            actions.charge(
                session,
                workspace_id=self.workspace_id,
                user_id=self.user_id,
                subject=("thing", one),
                reason="Plushie",
            )

    def crash(self, random: Random) -> None:
        """Complete something and die before it is committed."""
        with suppress(ZeroDivisionError), self.database.transaction() as session:
            actions.lock_account(session, self.user_id)
            if one := self._any(session, random, "processing"):
                self._run(session, "UPDATE things SET status = 'completed' WHERE id = :id AND user_id = :user", one)
                actions.charge(
                    session,
                    workspace_id=self.workspace_id,
                    user_id=self.user_id,
                    subject=("thing", one),
                    reason="Lost",
                )
            raise ZeroDivisionError

    def fail(self, random: Random) -> None:
        with self.database.transaction() as session:
            actions.lock_account(session, self.user_id)
            if one := self._any(session, random, "processing"):
                self._run(session, "UPDATE things SET status = 'failed' WHERE id = :id AND user_id = :user", one)

    def retry(self, random: Random) -> None:
        with suppress(OutOfCredits), self.database.transaction() as session:
            self._lock_and_check(session)
            if one := self._any(session, random, "failed"):
                self._run(session, "UPDATE things SET status = 'processing' WHERE id = :id AND user_id = :user", one)

    def grant(self, random: Random) -> None:
        with self.database.transaction() as session:
            actions.grant(
                session,
                workspace_id=self.workspace_id,
                user_id=self.user_id,
                amount=random.randint(1, 2),
                reason="More",
                granted_by=None,
            )

    def refund(self, random: Random) -> None:
        with self.database.transaction() as session:
            charges = [one.id for one in self._entries(session) if one.kind is Kind.CHARGE]
            if charges:
                actions.refund(
                    session,
                    workspace_id=self.workspace_id,
                    entry_id=random.choice(charges),
                    reason="Grey",
                    granted_by=None,
                )

    def check(self) -> None:
        """Assert that the books are right, in one snapshot."""
        with self.database.transaction() as session:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            entries = self._entries(session)
            balance = queries.balance(session, self.workspace_id, self.user_id)
            reserved = in_use(session, self.workspace_id, self.user_id)
            completed = session.scalars(
                text("SELECT id FROM things WHERE user_id = :user AND status = 'completed'"), {"user": self.user_id}
            ).all()
        charged = [one.subject_id for one in entries if one.kind is Kind.CHARGE]
        refunded = [one.subject_id for one in entries if one.kind is Kind.REFUND]
        granted = sum(one.amount for one in entries if one.kind is Kind.GRANT)
        assert balance - reserved >= 0
        assert balance == sum(one.amount for one in entries) == granted - len(charged) + len(refunded)
        assert sorted(charged, key=str) == sorted(completed, key=str)
        assert len(set(refunded)) == len(refunded)
        assert set(refunded) <= set(charged)

    def _lock_and_check(self, session: Session) -> None:
        actions.lock_account(session, self.user_id)
        check_one_left(queries.available(session, self.workspace_id, self.user_id, in_use))

    def _any(self, session: Session, random: Random, *statuses: str) -> UUID | None:
        statement = text("SELECT id FROM things WHERE user_id = :user AND status = ANY(:statuses) ORDER BY id")
        found = session.scalars(statement, {"user": self.user_id, "statuses": list(statuses)}).all()
        return random.choice(found) if found else None

    def _run(self, session: Session, statement: str, one: UUID) -> None:
        session.execute(text(statement), {"id": one, "user": self.user_id})

    def _entries(self, session: Session) -> list[CreditEntry]:
        return list(session.scalars(select(CreditEntry).where(CreditEntry.user_id == self.user_id)))


WAYS: dict[str, Callable[[Shop, Random], None]] = {
    "submit": Shop.submit,
    "complete": Shop.complete,
    "crash": Shop.crash,
    "fail": Shop.fail,
    "retry": Shop.retry,
    "grant": Shop.grant,
    "refund": Shop.refund,
}
BUSY = ("submit", "submit", "submit", "complete", "complete", "crash", "fail", "retry", "grant", "refund")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The test's own database, with things in it."""
    engine = connect(database_url, application_name="tests")
    with engine.begin() as connection:
        connection.execute(text(THINGS))
    yield Database(engine)
    engine.dispose()


def shop_of(database: Database, credits_: int = 2) -> Shop:
    """Return a new user's shop."""
    with database.transaction() as session:
        workspace_id = create_workspace(session, "Studio").id
        user = create_user(session, name="Ada", workspace_id=workspace_id, starting_credits=credits_)
    return Shop(database, workspace_id, user.id)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.sampled_from(sorted(WAYS)), max_size=40), seed=st.integers(0, 1000))
def test_in_any_order_the_ledger_adds_up_after_every_move(database: Database, moves: list[str], seed: int) -> None:
    shop, random = shop_of(database), Random(seed)  # noqa: S311  # which of several, repeatably
    for move in moves:
        WAYS[move](shop, random)
        shop.check()


@pytest.mark.parametrize("seed", range(3))
def test_by_many_at_once_the_ledger_adds_up_all_the_while(database: Database, seed: int) -> None:
    shop = shop_of(database)
    over = threading.Event()

    def serve(number: int) -> None:
        random = Random(seed * SERVERS + number)  # noqa: S311  # as above
        for _ in range(MOVES):
            WAYS[random.choice(BUSY)](shop, random)

    def audit() -> int:
        audits = 0
        while not over.wait(0.002):
            shop.check()
            audits += 1
        return audits

    with ThreadPoolExecutor(SERVERS + 1) as pool:
        auditor = pool.submit(audit)
        try:
            for done in [pool.submit(serve, number) for number in range(SERVERS)]:
                done.result()
        finally:
            over.set()
        assert auditor.result() > 0
    shop.check()


def test_of_twenty_who_submit_at_once_with_three_credits_three_get_in(database: Database) -> None:
    shop = shop_of(database, 3)
    together = threading.Barrier(20)

    def submit(seed: int) -> None:
        together.wait()
        shop.submit(Random(seed))  # noqa: S311  # as above

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(submit, range(20)))
    with database.transaction() as session:
        assert in_use(session, shop.workspace_id, shop.user_id) == 3
        found = queries.available(session, shop.workspace_id, shop.user_id, in_use)
    assert (found.available, found.all_in_use) == (0, True)


def test_of_many_who_complete_the_same_thing_one_pays_for_it(database: Database) -> None:
    shop = shop_of(database)
    together, one = threading.Barrier(10), new_id()

    def charge(_number: int) -> bool:
        with database.transaction() as session:
            together.wait()
            return actions.charge(
                session,
                workspace_id=shop.workspace_id,
                user_id=shop.user_id,
                subject=("thing", one),
                reason="Plushie",
            )

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(charge, range(10))) == [False] * 9 + [True]
    with database.transaction() as session:
        assert queries.balance(session, shop.workspace_id, shop.user_id) == 1


def test_a_charge_waits_for_whoever_relies_on_the_balance(database: Database) -> None:
    shop = shop_of(database)
    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            actions.lock_account(session, shop.user_id)
            paid = pool.submit(shop.grant, Random(1))  # noqa: S311  # as above
            paid.result(timeout=5)  # a grant waits for nobody
            other = pool.submit(_charge_something, shop)
            with pytest.raises(TimeoutError):
                other.result(timeout=0.3)
        assert other.result(timeout=5)


def _charge_something(shop: Shop) -> bool:
    with shop.database.transaction() as session:
        return actions.charge(
            session, workspace_id=shop.workspace_id, user_id=shop.user_id, subject=("thing", new_id()), reason="Plushie"
        )
