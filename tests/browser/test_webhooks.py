"""Webhooks in a browser: added, tried out, put right when they fail, given another secret, and let go."""

import re
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.webhook_server import WebhookServer, webhook_server

TRIED_MILLISECONDS = 60_000


@pytest.fixture(scope="module")
def installed_with() -> Mapping[str, str]:
    """Webhooks may go to this machine."""
    return {"PRESSROOM_WEBHOOK_ALLOW_PRIVATE": "true"}


@pytest.fixture
def receiver() -> Iterator[WebhookServer]:
    """A server that is told of events."""
    with webhook_server() as server:
        yield server


def add(page: Page, receiver: WebhookServer, path: str) -> Locator:
    """Have the receiver told of tests and pins; return the list of deliveries."""
    page.goto("/webhooks")
    page.get_by_label("Address").fill(receiver.url(path))
    page.get_by_label("Events").fill("pin.*")
    page.get_by_role("button", name="Add webhook").click()
    secret = page.locator("#webhook-secret")
    expect(secret).to_have_text(re.compile("whsec_.+"))
    receiver.secret = secret.inner_text()
    return page.locator("#deliveries")


def test_a_webhook_is_added_tried_out_and_its_secret_shown_once(page: Page, receiver: WebhookServer) -> None:
    deliveries = add(page, receiver, "ok")
    expect(page).to_have_url(re.compile(r"/webhooks/[0-9a-f-]{36}$"))
    page.get_by_role("button", name="Send a test").click()
    expect(deliveries.locator(".state", has_text="Delivered")).to_be_visible(timeout=TRIED_MILLISECONDS)
    (told,) = receiver.believed
    assert told["type"] == "webhook.test"
    deliveries.get_by_text("1 try").click()
    expect(deliveries).to_contain_text("Answered 200.")
    page.reload()
    expect(deliveries.get_by_role("link", name="webhook.test")).to_be_visible()
    expect(page.locator("#webhook-secret")).to_have_count(0)
    deliveries.get_by_role("link", name="webhook.test").click()
    expect(page.get_by_role("region", name="Where it was sent")).to_contain_text("Delivered")


def test_what_is_typed_wrong_is_told_beside_its_field(page: Page) -> None:
    page.goto("/webhooks")
    page.get_by_label("Address").fill("http://127.0.0.1:9/hook")
    page.get_by_label("Events").fill("pin.publishd")
    page.get_by_role("button", name="Add webhook").click()
    expect(page.get_by_label("Events")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("There is no event called “pin.publishd”. Perhaps: pin.published")).to_be_visible()
    page.get_by_text("Which events there are").click()
    expect(page.get_by_text("alert.raised", exact=True)).to_be_visible()


def test_one_that_fails_says_so_and_gets_what_it_missed_once_it_is_put_right(
    page: Page, receiver: WebhookServer
) -> None:
    deliveries = add(page, receiver, "refuse")
    page.get_by_role("button", name="Send a test").click()
    expect(deliveries).to_contain_text("Answered 500.", timeout=TRIED_MILLISECONDS)
    expect(deliveries.locator(".state")).to_have_text("Will be tried again")
    expect(page.locator("#webhook .state")).to_have_text("Failing")
    expect(page.get_by_text("Nothing has arrived since")).to_be_visible()
    expect(deliveries).to_contain_text("2 tries", timeout=TRIED_MILLISECONDS)  # the next is a minute away
    page.get_by_label("Address").fill(receiver.url("ok"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=receiver.url("ok"))).to_be_visible()
    deliveries.get_by_role("button", name="Send now").click()
    expect(deliveries.locator(".state")).to_have_text("Delivered", timeout=TRIED_MILLISECONDS)
    assert len({one.headers["webhook-id"] for one in receiver.arrived}) == 1


def test_the_next_try_is_found_from_the_run_of_the_one_before(page: Page, receiver: WebhookServer) -> None:
    deliveries = add(page, receiver, "refuse")
    page.get_by_role("button", name="Send a test").click()
    expect(deliveries).to_contain_text("Answered 500.", timeout=TRIED_MILLISECONDS)
    delivery_id = (deliveries.locator(".row").get_attribute("id") or "").removeprefix("delivery-")
    page.goto(f"/runs/deliver-webhook:{delivery_id}:1")
    page.get_by_role("link", name="other runs").click()
    expect(page.locator("#rows .row")).to_have_count(1)
    page.locator("#rows .row").get_by_role("link").click()
    page.get_by_role("link", name="another run").click()
    expect(page.get_by_text(f"deliver-webhook:{delivery_id}:1")).to_be_visible()
    page.goto(f"/runs?parent=deliver-webhook:{delivery_id}:1")
    page.get_by_role("link", name="Only those one run started").click()
    expect(page).to_have_url("/runs")


def test_all_that_wait_are_cancelled_with_their_number_said_and_that_is_undone(
    page: Page, receiver: WebhookServer
) -> None:
    deliveries = add(page, receiver, "refuse")
    webhook_url = page.url
    for _ in range(2):
        page.get_by_role("button", name="Send a test").click()
    expect(deliveries.get_by_text("2 tries")).to_have_count(2, timeout=TRIED_MILLISECONDS)  # the next is a minute away
    page.goto("/runs?status=queued&workflow=deliver_webhook")
    number = page.locator("#rows .row").count()
    page.get_by_role("link", name="Cancel all").click()
    page.get_by_role("button", name=f"Cancel {number} runs").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#run .state", has_text="Cancelled")).to_be_visible()
    page.goto(webhook_url)
    expect(deliveries.locator(".state", has_text="Will be tried again")).to_have_count(2)


def test_one_that_is_gone_is_off_until_it_is_turned_on(page: Page, receiver: WebhookServer) -> None:
    deliveries = add(page, receiver, "gone")
    page.get_by_role("button", name="Send a test").click()
    expect(deliveries.locator(".state")).to_have_text("Given up", timeout=TRIED_MILLISECONDS)
    expect(page.get_by_text("It answered 410 Gone")).to_be_visible()
    page.get_by_role("button", name="Turn on").click()
    expect(page.locator("#webhook .state")).to_have_text("On")


def test_a_secret_is_changed_and_a_webhook_let_go(page: Page, receiver: WebhookServer) -> None:
    add(page, receiver, "ok")
    before, address = receiver.secret, page.url
    page.get_by_role("button", name="Make a new secret").click()
    expect(page.locator("#webhook-secret")).not_to_have_text(before)
    expect(page).to_have_url(address)
    page.get_by_role("button", name="Remove webhook").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page).to_have_url("/webhooks")
    expect(page.get_by_text(receiver.url("ok"))).to_have_count(0)
