"""Credits in the settings: forms that work with scripts and without, for owners; one's own for everyone."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest

from pressroom.core.accounts.actions import create_user, sign_in
from pressroom.core.credits.actions import charge
from pressroom.core.credits.queries import balance, entries
from pressroom.kernel.app import App
from pressroom.kernel.ids import new_id
from tests.caller import Caller
from tests.clients import TRUSTED
from tests.page_forms import SCRIPT

BACK = "/settings#credits"


@pytest.fixture
def grace(app: App, admin: Caller) -> UUID:
    """A member who owns nothing and has three credits."""
    with app.database.transaction() as session:
        return create_user(session, name="Grace", workspace_id=admin.workspace_id, starting_credits=3).id


@pytest.fixture
def browser(app: App, admin: Caller) -> Iterator[httpx.Client]:
    """The owner's browser."""
    with browser_of(app, admin, admin.user_id) as client:
        yield client


@pytest.fixture
def grace_s_browser(app: App, admin: Caller, grace: UUID) -> Iterator[httpx.Client]:
    """The member's browser."""
    with browser_of(app, admin, grace) as client:
        yield client


def browser_of(app: App, admin: Caller, user_id: UUID) -> httpx.Client:
    with app.database.transaction() as session:
        cookie = sign_in(session, user_id)
    headers = {"Accept": "text/html"}
    return httpx.Client(
        base_url=admin.http.base_url, cookies={"pressroom": cookie}, headers=headers, timeout=30, verify=TRUSTED
    )


def charged(app: App, admin: Caller, user_id: UUID) -> str:
    """Charge someone for a plushie; return the entry's id."""
    with app.database.transaction() as session:
        subject = ("generation", new_id())
        charge(session, workspace_id=admin.workspace_id, user_id=user_id, subject=subject, reason="Plushie of a cat")
        return str(entries(session, admin.workspace_id, user_id=user_id).entries[0].id)


def balance_of(app: App, admin: Caller, user_id: UUID) -> int:
    with app.database.transaction() as session:
        return balance(session, admin.workspace_id, user_id)


def test_an_owner_sees_everyone_s_balance_and_entries(
    app: App, admin: Caller, grace: UUID, browser: httpx.Client
) -> None:
    charged(app, admin, grace)
    page = browser.get("/settings").text
    assert "Plushie of a cat" in page
    assert "Paid · Grace" in page
    assert f'<option value="{grace}">Grace</option>' in page
    part = browser.get("/settings/credits").text
    assert part.startswith('<section class="settings-part" id="credits"')


def test_a_member_sees_their_own_and_no_way_to_grant(
    app: App, admin: Caller, grace: UUID, grace_s_browser: httpx.Client
) -> None:
    charged(app, admin, grace)
    part = grace_s_browser.get("/settings/credits").text
    assert ">2</strong> available" in part
    assert "Plushie of a cat" in part
    assert "Admin" not in part
    assert "<form" not in part


def test_a_grant_without_scripts_leads_back_to_the_settings(
    app: App, admin: Caller, grace: UUID, browser: httpx.Client
) -> None:
    answer = browser.post(
        "/settings/credits/grants", data={"user_id": str(grace), "amount": "5", "reason": "For the fair"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, BACK)
    assert balance_of(app, admin, grace) == 8
    assert "by Admin" in browser.get("/settings").text


def test_a_grant_with_scripts_is_told_by_a_toast(app: App, admin: Caller, grace: UUID, browser: httpx.Client) -> None:
    form = {"user_id": str(grace), "amount": "1", "reason": "For the fair"}
    answer = browser.post("/settings/credits/grants", data=form, headers=SCRIPT)
    assert answer.status_code == 204
    assert "Granted 1 credit to Grace." in answer.headers["hx-trigger"]
    assert balance_of(app, admin, grace) == 4


def test_a_refund_is_given_once_and_the_charge_then_says_so(
    app: App, admin: Caller, grace: UUID, browser: httpx.Client
) -> None:
    path = f"/settings/credits/entries/{charged(app, admin, grace)}/refund"
    answer = browser.post(path, data={"reason": "It came out grey"}, headers=SCRIPT)
    assert "Refunded 1 credit." in answer.headers["hx-trigger"]
    assert "refunded before" in browser.post(path, data={"reason": "Twice"}, headers=SCRIPT).headers["hx-trigger"]
    assert balance_of(app, admin, grace) == 3
    page = browser.get("/settings").text
    assert "<small>refunded</small>" in page
    assert path not in page


@pytest.mark.parametrize(
    "form", [{"amount": "0", "reason": "x"}, {"amount": "many", "reason": "x"}, {"amount": "1", "reason": " "}]
)
def test_a_grant_that_makes_no_sense_changes_nothing(
    app: App, admin: Caller, grace: UUID, browser: httpx.Client, form: dict[str, str]
) -> None:
    answer = browser.post("/settings/credits/grants", data={"user_id": str(grace)} | form)
    assert answer.status_code == 422
    assert balance_of(app, admin, grace) == 3


def test_a_member_s_forms_are_refused(app: App, admin: Caller, grace: UUID, grace_s_browser: httpx.Client) -> None:
    entry_id = charged(app, admin, grace)
    form = {"user_id": str(grace), "amount": "5", "reason": "Mine"}
    assert grace_s_browser.post("/settings/credits/grants", data=form).status_code == 403
    assert grace_s_browser.post(f"/settings/credits/entries/{entry_id}/refund", data=form).status_code == 403
    assert balance_of(app, admin, grace) == 2


def test_older_entries_are_a_page_further(app: App, admin: Caller, grace: UUID, browser: httpx.Client) -> None:
    for _ in range(10):
        charged(app, admin, grace)
    first = browser.get("/settings").text
    assert "Welcome" not in first
    older = first.partition('href="/settings?credits=')[2].partition("#")[0]
    second = browser.get(f"/settings?credits={older}").text
    assert second.count("Welcome") >= 2
    assert f'data-src="/settings/credits?cursor={older}"' in second
    assert f'href="{BACK}"' in second


def test_a_cursor_that_is_none_is_refused(browser: httpx.Client) -> None:
    assert browser.get("/settings?credits=nonsense").status_code == 422
