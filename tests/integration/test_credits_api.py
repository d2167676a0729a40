"""Credits by API: one's own shown to oneself, granted and refunded by owners alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest

from pressroom.core.accounts.actions import create_api_token, create_user
from pressroom.core.credits.actions import charge
from pressroom.kernel.app import App
from pressroom.kernel.ids import new_id
from tests.caller import Caller, problem_of
from tests.clients import TRUSTED

UNKNOWN = "019a0000-0000-7000-8000-000000000000"


@contextmanager
def calling(app: App, admin: Caller, user_id: UUID, scope: str = "write") -> Iterator[httpx.Client]:
    """Give a client that sends a user's token."""
    with app.database.transaction() as session:
        token = create_api_token(session, workspace_id=admin.workspace_id, user_id=user_id, name="program", scope=scope)
    with httpx.Client(
        base_url=admin.http.base_url, headers={"Authorization": f"Bearer {token}"}, timeout=30, verify=TRUSTED
    ) as client:
        yield client


@pytest.fixture
def member(app: App, admin: Caller) -> Iterator[Caller]:
    """Someone of the same workspace who owns nothing."""
    with app.database.transaction() as session:
        user = create_user(session, name="Grace", email="grace@example.org", workspace_id=admin.workspace_id)
    with calling(app, admin, user.id) as client:
        yield Caller(user.id, admin.workspace_id, "", client)


def grant(admin: Caller, member: Caller, amount: int = 5, key: str | None = None) -> httpx.Response:
    body = {"amount": amount, "reason": "For the fair"}
    return admin.http.post(
        f"/api/credits/{member.user_id}/grants", json=body, headers={"Idempotency-Key": key} if key else None
    )


def charged(app: App, member: Caller) -> str:
    """Charge a member for a generation; return the entry's id."""
    with app.database.transaction() as session:
        charge(
            session,
            workspace_id=member.workspace_id,
            user_id=member.user_id,
            subject=("generation", new_id()),
            reason="Plushie",
        )
    return str(member.json("/api/credits/entries")["items"][0]["id"])


def test_everyone_sees_what_they_may_spend(admin: Caller, member: Caller) -> None:
    assert admin.json("/api/credits") == {"balance": 20, "in_use": 0, "available": 20}
    assert member.json("/api/credits") == {"balance": 0, "in_use": 0, "available": 0}


def test_a_grant_is_an_entry_that_says_who_gave_it_and_why(admin: Caller, member: Caller) -> None:
    answer = grant(admin, member)
    assert answer.status_code == 201
    entry = answer.json()
    assert (entry["amount"], entry["kind"], entry["reason"]) == (5, "grant", "For the fair")
    assert (entry["user_id"], entry["granted_by"]) == (str(member.user_id), str(admin.user_id))
    assert entry["created_at"].endswith("Z")
    assert member.json("/api/credits/entries") == {"items": [entry], "next_cursor": None}
    assert member.json("/api/credits")["balance"] == 5


def test_one_s_own_entries_are_listed_and_nobody_else_s(admin: Caller, member: Caller) -> None:
    grant(admin, member)
    (welcome,) = admin.json("/api/credits/entries")["items"]
    assert (welcome["reason"], welcome["amount"]) == ("Welcome", 20)


def test_entries_are_given_page_by_page(admin: Caller, member: Caller) -> None:
    for amount in (1, 2, 3):
        grant(admin, member, amount)
    first = member.json("/api/credits/entries", limit=2)
    second = member.json("/api/credits/entries", limit=2, cursor=first["next_cursor"])
    assert [one["amount"] for one in first["items"] + second["items"]] == [3, 2, 1]
    assert second["next_cursor"] is None
    problem_of(member.http.get("/api/credits/entries", params={"cursor": "nonsense"}), 422, "cursor")


def test_an_owner_lists_every_account(admin: Caller, member: Caller) -> None:
    grant(admin, member)
    found = admin.json("/api/credits/accounts")["items"]
    assert [(one["user_id"], one["role"], one["balance"]) for one in found] == [
        (str(admin.user_id), "owner", 20),
        (str(member.user_id), "member", 5),
    ]


def test_a_grant_sent_again_with_the_same_key_is_given_once(admin: Caller, member: Caller) -> None:
    first, again = grant(admin, member, key="grant-1"), grant(admin, member, key="grant-1")
    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert member.json("/api/credits")["balance"] == 5
    problem_of(grant(admin, member, 6, key="grant-1"), 409, "idempotency_key")


def test_a_charge_is_refunded_once(app: App, admin: Caller, member: Caller) -> None:
    grant(admin, member)
    path = f"/api/credits/entries/{charged(app, member)}/refund"
    assert member.json("/api/credits")["balance"] == 4
    first = admin.http.post(path, json={"reason": "It came out grey"})
    again = admin.http.post(path, json={"reason": "Twice"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["amount"] == 1
    assert member.json("/api/credits")["balance"] == 5


def test_a_grant_cannot_be_refunded(admin: Caller, member: Caller) -> None:
    given = grant(admin, member).json()["id"]
    problem_of(admin.http.post(f"/api/credits/entries/{given}/refund", json={"reason": "No"}), 409, "not_a_charge")


@pytest.mark.parametrize(
    "body",
    [
        {"amount": 0, "reason": "None"},
        {"amount": -5, "reason": "Less"},
        {"amount": 10**7, "reason": "Too many"},
        {"amount": 10**30, "reason": "Far too many"},
        {"amount": 1.5, "reason": "Half"},
        {"amount": 1, "reason": ""},
        {"amount": 1, "reason": "   "},
        {"amount": 1, "reason": "x" * 201},
        {"amount": 1, "reason": "a\u0000b"},
        {"amount": 1},
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(admin: Caller, member: Caller, body: dict[str, Any]) -> None:
    assert admin.http.post(f"/api/credits/{member.user_id}/grants", json=body).status_code == 422
    assert member.json("/api/credits")["balance"] == 0


def test_a_member_neither_grants_nor_refunds_nor_lists_accounts(app: App, admin: Caller, member: Caller) -> None:
    grant(admin, member)
    entry_id = charged(app, member)
    problem_of(grant(member, member), 403, "owner_only")
    problem_of(member.http.post(f"/api/credits/entries/{entry_id}/refund", json={"reason": "Mine"}), 403, "owner_only")
    problem_of(member.http.get("/api/credits/accounts"), 403, "owner_only")
    assert member.json("/api/credits")["balance"] == 4


def test_a_read_only_token_of_an_owner_s_looks_and_gives_nothing(app: App, admin: Caller, member: Caller) -> None:
    grant(admin, member)
    entry_id = charged(app, member)
    with calling(app, admin, admin.user_id, "read") as reader:
        body = {"amount": 5, "reason": "For me"}
        problem_of(reader.post(f"/api/credits/{admin.user_id}/grants", json=body), 403, "read_only")
        problem_of(reader.post(f"/api/credits/entries/{entry_id}/refund", json={"reason": "No"}), 403, "read_only")
        for path in ("", "/entries", "/accounts"):
            assert reader.get(f"/api/credits{path}").status_code == 200


def test_people_and_entries_of_another_workspace_are_not_there(
    app: App, admin: Caller, member: Caller, stranger: Caller
) -> None:
    grant(admin, member)
    entry_id = charged(app, member)
    problem_of(grant(stranger, member), 404)
    problem_of(stranger.http.post(f"/api/credits/entries/{entry_id}/refund", json={"reason": "No"}), 404)
    assert [one["user_id"] for one in stranger.json("/api/credits/accounts")["items"]] == [str(stranger.user_id)]
    assert member.json("/api/credits")["balance"] == 4


def test_who_is_not_there_is_granted_nothing(admin: Caller) -> None:
    body = {"amount": 5, "reason": "For nobody"}
    problem_of(admin.http.post(f"/api/credits/{UNKNOWN}/grants", json=body), 404)
    problem_of(admin.http.post(f"/api/credits/entries/{UNKNOWN}/refund", json={"reason": "No"}), 404)
