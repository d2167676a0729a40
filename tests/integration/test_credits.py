"""The ledger of credits: what it takes, what it refuses, and that it stays as it was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pressroom.core.accounts.actions import create_link, create_user, create_workspace, first_admin, use_link
from pressroom.core.accounts.models import Role, User, Workspace
from pressroom.core.credits import actions, queries
from pressroom.core.credits.models import CreditEntry, Kind
from pressroom.kernel.db import Database, connect
from pressroom.kernel.errors import Conflict, Invalid, NotFound
from pressroom.kernel.ids import new_id


@dataclass(frozen=True)
class Account:
    """A member with credits, and the owner who gives them."""

    session: Session
    workspace_id: UUID
    user_id: UUID
    owner_id: UUID

    @property
    def balance(self) -> int:
        """What the ledger adds up to."""
        return queries.balance(self.session, self.workspace_id, self.user_id)

    def grant(self, amount: int, reason: str = "For the fair") -> CreditEntry:
        """Give the member credits, as the owner."""
        return actions.grant(
            self.session,
            workspace_id=self.workspace_id,
            user_id=self.user_id,
            amount=amount,
            reason=reason,
            granted_by=self.owner_id,
        )

    def charge(self, subject_id: UUID) -> bool:
        """Take a credit for a generation."""
        return actions.charge(
            self.session,
            workspace_id=self.workspace_id,
            user_id=self.user_id,
            subject=("generation", subject_id),
            reason="Plushie",
        )

    def charged(self) -> CreditEntry:
        """Return a charge just written."""
        self.charge(new_id())
        return queries.entries(self.session, self.workspace_id).entries[0]

    def refund(self, entry_id: UUID, reason: str = "It came out grey") -> actions.Refund:
        """Give a charge back, as the owner."""
        return actions.refund(
            self.session, workspace_id=self.workspace_id, entry_id=entry_id, reason=reason, granted_by=self.owner_id
        )


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The test's own database."""
    engine = connect(database_url, application_name="tests")
    yield Database(engine)
    engine.dispose()


@pytest.fixture
def account(database: Database) -> Iterator[Account]:
    """A member with nothing yet."""
    with database.transaction() as session:
        owner, workspace = first_admin(session)
        member = create_user(session, name="Grace", workspace_id=workspace.id)
        yield Account(session, workspace.id, member.id, owner.id)


def test_a_balance_is_the_sum_of_what_was_granted_charged_and_refunded(account: Account) -> None:
    account.grant(3)
    first, second = account.charged(), account.charged()
    assert account.balance == 1
    account.refund(first.id)
    assert account.balance == 2
    assert second.amount == -1


def test_a_subject_is_charged_once(account: Account) -> None:
    account.grant(3)
    subject = new_id()
    assert account.charge(subject)
    assert not account.charge(subject)
    assert account.balance == 2


def test_a_charge_is_refunded_once(account: Account) -> None:
    account.grant(1)
    charged = account.charged()
    first, again = account.refund(charged.id), account.refund(charged.id, "Twice")
    assert (first.is_new, again.is_new) == (True, False)
    assert again.entry == first.entry
    assert again.entry.reason == "It came out grey"
    assert account.balance == 1
    assert queries.refunded(account.session, [charged]) == {charged.id}


def test_what_is_no_charge_cannot_be_refunded(account: Account) -> None:
    with pytest.raises(Conflict, match="Only a charge"):
        account.refund(account.grant(1).id)


def test_an_entry_of_another_workspace_is_not_there(account: Account) -> None:
    account.grant(1)
    charged = account.charged()
    elsewhere = create_workspace(account.session, "Elsewhere").id
    with pytest.raises(NotFound):
        actions.refund(account.session, workspace_id=elsewhere, entry_id=charged.id, reason="Mine", granted_by=None)
    assert queries.balance(account.session, elsewhere, account.user_id) == 0


@pytest.mark.parametrize(
    ("amount", "reason"), [(0, "None"), (-1, "Less"), (1_000_001, "More"), (1, " "), (1, "x" * 201)]
)
def test_a_grant_without_credits_or_a_reason_is_refused(account: Account, amount: int, reason: str) -> None:
    with pytest.raises(Invalid):
        account.grant(amount, reason)


def test_someone_who_does_not_exist_has_no_account(account: Account) -> None:
    with pytest.raises(NotFound):
        actions.lock_account(account.session, new_id())


def test_everyone_new_is_welcomed_once(account: Account) -> None:
    session = account.session
    link = create_link(session, workspace_id=account.workspace_id)
    newcomer = use_link(session, link, starting_credits=7)
    assert queries.balance(session, account.workspace_id, newcomer.id) == 7
    assert not actions.welcome(session, workspace_id=account.workspace_id, user_id=newcomer.id, amount=7)
    assert queries.balance(session, account.workspace_id, newcomer.id) == 7


def test_an_installation_may_welcome_with_nothing(account: Account) -> None:
    assert account.balance == 0
    assert queries.entries(account.session, account.workspace_id).entries == []


def test_the_first_owner_is_welcomed_once(database: Database) -> None:
    with database.transaction() as session:
        for _ in range(2):
            owner, workspace = first_admin(session, starting_credits=20)
        assert queries.balance(session, workspace.id, owner.id) == 20


def test_entries_are_listed_newest_first_and_page_by_page(account: Account) -> None:
    given = [account.grant(amount).amount for amount in range(1, 6)]
    first = queries.entries(account.session, account.workspace_id, user_id=account.user_id, limit=3)
    second = queries.entries(
        account.session, account.workspace_id, user_id=account.user_id, limit=3, cursor=first.next_cursor
    )
    assert [one.amount for one in (*first.entries, *second.entries)] == given[::-1]
    assert second.next_cursor is None


def test_balances_are_by_user(account: Account) -> None:
    account.grant(4)
    account.charged()
    assert queries.balances(account.session, account.workspace_id) == {account.user_id: 3}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credit_entries SET amount = 99",
        "UPDATE credit_entries SET amount = amount",
        "UPDATE credit_entries SET granted_by = NULL",
        "DELETE FROM credit_entries",
        "TRUNCATE credit_entries",
    ],
)
def test_what_is_written_can_be_neither_changed_nor_deleted(account: Account, statement: str) -> None:
    account.grant(2)
    with pytest.raises(IntegrityError, match="only added to"), account.session.begin_nested():
        account.session.execute(text(statement))
    assert account.balance == 2


@pytest.mark.parametrize(
    ("kind", "amount", "subject"),
    [
        (Kind.GRANT, 0, None),
        (Kind.GRANT, -1, None),
        (Kind.REFUND, -1, "generation"),
        (Kind.CHARGE, 1, "generation"),
        (Kind.CHARGE, 0, "generation"),
        (Kind.CHARGE, -1, None),
    ],
)
def test_the_database_refuses_an_entry_of_the_wrong_sign_or_without_subject(
    account: Account, kind: Kind, amount: int, subject: str | None
) -> None:
    entry = CreditEntry(
        workspace_id=account.workspace_id,
        user_id=account.user_id,
        amount=amount,
        kind=kind,
        reason="Wrong",
        subject_kind=subject,
        subject_id=new_id() if subject else None,
    )
    with pytest.raises(IntegrityError, match="ck_credit_entries"), account.session.begin_nested():
        account.session.add(entry)


def test_entries_go_with_their_user(account: Account) -> None:
    account.grant(2)
    account.charged()
    account.session.execute(delete(User).where(User.id == account.user_id))
    assert queries.entries(account.session, account.workspace_id).entries == []


def test_entries_go_with_their_workspace(account: Account) -> None:
    account.grant(2)
    account.session.execute(delete(Workspace).where(Workspace.id == account.workspace_id))
    assert account.session.scalar(text("SELECT count(*) FROM credit_entries")) == 0


def test_an_entry_outlives_the_owner_who_granted_it(account: Account) -> None:
    given = account.grant(2)
    account.session.execute(delete(User).where(User.id == account.owner_id))
    account.session.refresh(given)
    assert (given.granted_by, given.amount) == (None, 2)


def test_an_owner_who_granted_to_themselves_goes_with_their_entries(account: Account) -> None:
    owner = Account(account.session, account.workspace_id, account.owner_id, account.owner_id)
    owner.grant(2)
    account.session.execute(delete(User).where(User.id == account.owner_id))
    assert queries.entries(account.session, account.workspace_id).entries == []


def test_a_member_who_left_keeps_their_entries(account: Account) -> None:
    account.grant(2)
    account.session.execute(text("DELETE FROM memberships WHERE user_id = :user"), {"user": account.user_id})
    assert account.balance == 2


def test_a_change_is_told_to_open_pages(account: Account) -> None:
    account.grant(2)
    told = account.session.execute(text("SELECT kind, subject_id, status FROM live_events ORDER BY id DESC LIMIT 1"))
    assert tuple(told.one()) == ("credits", str(account.user_id), "grant")


def test_an_account_is_a_user_in_a_workspace(account: Account) -> None:
    account.grant(2)
    elsewhere = create_workspace(account.session, "Elsewhere")
    account.session.execute(
        text("INSERT INTO memberships (id, created_at, workspace_id, user_id, role) VALUES (:id, now(), :ws, :u, :r)"),
        {"id": new_id(), "ws": elsewhere.id, "u": account.user_id, "r": Role.MEMBER.value},
    )
    assert queries.balance(account.session, elsewhere.id, account.user_id) == 0
    assert actions.welcome(account.session, workspace_id=elsewhere.id, user_id=account.user_id, amount=1)
