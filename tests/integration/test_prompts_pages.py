"""The parts of the settings about what models cost and about prompts: they work with scripts and without."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from pressroom.core.accounts.actions import create_user, sign_in
from pressroom.core.runs.models import PausedRun
from pressroom.kernel.app import App
from pressroom.kernel.ids import new_id
from pressroom.providers.describe import DOCUMENT, PIN
from tests.caller import Caller
from tests.clients import TRUSTED
from tests.documents import completed
from tests.page_forms import SCRIPT
from tests.spending import let_spend, spend

FIRST = "You write pins for a baker. Name the flour first, whatever else there is."
PROMPT = "/settings/prompts/pin"


def browser_of(app: App, admin: Caller, *, as_member: bool) -> httpx.Client:
    with app.database.transaction() as session:
        who = (
            create_user(session, name="Grace", workspace_id=admin.workspace_id, starting_credits=0).id
            if as_member
            else admin.user_id
        )
        cookie = sign_in(session, who)
    headers = {"Accept": "text/html"}
    return httpx.Client(
        base_url=admin.http.base_url, cookies={"pressroom": cookie}, headers=headers, timeout=30, verify=TRUSTED
    )


@pytest.fixture
def browser(app: App, admin: Caller) -> Iterator[httpx.Client]:
    """The owner's browser."""
    with browser_of(app, admin, as_member=False) as client:
        yield client


@pytest.fixture
def member(app: App, admin: Caller) -> Iterator[httpx.Client]:
    """The browser of someone who owns nothing."""
    with browser_of(app, admin, as_member=True) as client:
        yield client


def read(client: httpx.Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_settings_show_what_models_cost_and_what_is_left(app: App, admin: Caller, browser: httpx.Client) -> None:
    spend(app, admin.workspace_id, "2.53", profile="pin")
    spend(app, admin.workspace_id, None)
    spend(app, admin.workspace_id, "0", model="local", profile="picture")
    assert "$2.53 and what is unknown, without a limit" in read(browser, "/settings/spending")
    let_spend(app, admin.workspace_id, "20")
    shown = read(browser, "/settings")
    for words in ("of $20.00", "$17.47 left", "Pins written", "price unknown", "free, runs on this server"):
        assert words in shown
    assert "1 call of unknown price" in shown


def test_what_waits_for_the_budget_is_said(app: App, admin: Caller, browser: httpx.Client) -> None:
    let_spend(app, admin.workspace_id, "1")
    with app.database.transaction() as session:
        session.add(
            PausedRun(
                run_id="r1",
                workspace_id=admin.workspace_id,
                subject_kind="document",
                subject_id=new_id(),
                queue="work",
                reason="No money.",
            )
        )
    assert "1 run waits." in read(browser, "/settings/spending")


def test_an_owner_sets_the_budget_with_scripts_and_without(browser: httpx.Client) -> None:
    answer = browser.post("/settings/spending/budget", data={"monthly_usd": "$1,250.50"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings#spending")
    assert re.search(r"\$0\.00 of \$1,250\.50<br><small>\$1,250\.50 left;", read(browser, "/settings/spending"))
    answer = browser.post("/settings/spending/budget", data={"monthly_usd": " "}, headers=SCRIPT)
    assert "There is no limit now." in answer.headers["HX-Trigger"]
    assert browser.post("/settings/spending/budget", data={"monthly_usd": "much"}).status_code == 422


def test_a_member_reads_costs_and_prompts_and_changes_neither(member: httpx.Client) -> None:
    assert 'action="/settings/spending/budget"' not in read(member, "/settings")
    assert member.post("/settings/spending/budget", data={"monthly_usd": "5"}).status_code == 403
    shown = read(member, PROMPT)
    assert PIN.instructions.splitlines()[0] in shown
    assert "<textarea" not in shown
    assert member.post(PROMPT, data={"text": FIRST}).status_code == 403
    assert member.post(f"{PROMPT}/versions/0/restoration").status_code == 403


def test_a_prompt_is_saved_shown_among_its_versions_and_another_used_again(browser: httpx.Client) -> None:
    saved = unescape(browser.post(PROMPT, data={"text": FIRST, "note": "For the baker"}).text)
    assert "Version 1 is asked with from now on." in saved
    assert "Version 1: For the baker" in saved
    assert "Version 1" in read(browser, "/settings/prompts")
    answer = browser.post(f"{PROMPT}/versions/0/restoration")
    assert (answer.status_code, answer.headers["location"]) == (303, PROMPT)
    assert "Shipped" in read(browser, "/settings/prompts")
    history = read(browser, f"{PROMPT}/history")
    assert f'action="{PROMPT}/versions/1/restoration"' in history
    assert f'action="{PROMPT}/versions/0/restoration"' not in history


def test_words_that_are_refused_stay_in_the_form_with_the_reason(browser: httpx.Client) -> None:
    answer = browser.post(PROMPT, data={"text": "Short.", "note": "Mine"})
    assert answer.status_code == 422
    shown = unescape(answer.text)
    assert "Say in a sentence or more what is wanted" in shown
    assert ">Short.</textarea>" in shown
    assert browser.get("/settings/prompts/song").status_code == 404


def test_a_model_that_reads_no_prompts_is_said_plainly(browser: httpx.Client) -> None:
    assert "The built-in model does not read prompts." in read(browser, PROMPT)
    assert "The built-in model does not read prompts." not in read(browser, "/settings/prompts/document")


def test_a_prompt_is_tried_on_what_was_chosen_and_its_words_stay(
    app: App, admin: Caller, browser: httpx.Client
) -> None:
    path = "/settings/prompts/document"
    assert "There is nothing yet to try it on." in read(browser, path)
    chosen, other = (completed(app, admin, name, values={"display_name": name}) for name in ("Chosen", "Other"))
    shown = read(browser, path)
    assert shown.count('name="item_ids"') == shown.count(" checked") == 2
    answer = browser.post(f"{path}/trials", data={"text": FIRST, "item_ids": chosen})
    assert answer.status_code == 303
    tried = read(browser, answer.headers["location"])
    assert f">{FIRST}</textarea>" in tried
    assert "<h3>Chosen</h3>" in tried
    assert "<h3>Other</h3>" not in tried
    assert f'value="{other}">' in tried
    trial_id = parse_qs(urlsplit(answer.headers["location"]).query)["trial"][0]
    assert read(browser, f"{path}/trials/{trial_id}").count("Loading") == 2
    assert DOCUMENT.instructions.splitlines()[0] in tried
