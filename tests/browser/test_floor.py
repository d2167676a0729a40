"""Queues, workers, schedules and workflows steered in a browser, on a real server with its worker."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.told import READ_MILLISECONDS, note, sent
from tests.media import wait_for

REPLACED_MILLISECONDS = 90_000


def one_more_waits(page: Page, waiting: Locator) -> bool:
    """Add a document, and tell whether runs wait: one that comes just after the pause may still begin."""
    note(page.request, "osprey")
    page.reload()
    return waiting.inner_text() != "0"


def test_a_paused_queue_keeps_what_comes_until_it_is_resumed(page: Page) -> None:
    page.goto("/runs/queues")
    work = page.locator("#queue-work")
    work.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Work is paused. What is under way goes on.")).to_be_visible()
    expect(work.locator(".state")).to_have_text("Paused")
    waiting = work.locator(".floor-numbers div", has_text="Waiting").locator("dd")
    wait_for(lambda: one_more_waits(page, waiting))
    work.get_by_role("button", name="Resume").click()
    expect(waiting).to_have_text("0")
    work.get_by_role("link", name="Its runs").click()
    expect(page.locator("#rows .row", has_text="osprey").first).to_contain_text("Succeeded", timeout=READ_MILLISECONDS)


def test_limits_are_changed_refused_and_taken_back(page: Page) -> None:
    page.goto("/runs/queues")
    rounds = page.locator("#queue-rounds")
    rounds.get_by_text("Change its limits").click()
    rounds.get_by_label("At once on each worker").fill("999")
    rounds.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A worker carries 1 to 64 runs of a queue at once.")).to_be_visible()
    rounds.get_by_label("At once on each worker").fill("3")
    rounds.get_by_role("button", name="Save").click()
    expect(rounds.locator(".floor-numbers")).to_contain_text("3 a worker")
    rounds.get_by_role("button", name="Take back to how it comes").click()
    expect(rounds.locator(".floor-numbers")).to_contain_text("32 a worker")


def test_a_drained_worker_leaves_and_a_fresh_one_takes_its_place(page: Page) -> None:
    page.goto("/runs/workers")
    worker = page.locator("#workers .panel")
    expect(worker).to_have_count(1)
    name = worker.get_attribute("aria-label") or ""
    worker.get_by_role("button", name="Drain").click()
    expect(page.get_by_role("article", name=name)).to_have_count(0, timeout=REPLACED_MILLISECONDS)
    expect(worker.locator(".state")).to_have_text(re.compile("Ready|Working"), timeout=REPLACED_MILLISECONDS)
    note(page.request, "merlin")
    page.goto("/runs?workflow=process_document")
    expect(page.locator("#rows .row", has_text="merlin").first).to_contain_text("Succeeded", timeout=READ_MILLISECONDS)


def test_a_schedule_is_changed_paused_and_run_now(page: Page) -> None:
    page.goto("/runs/schedules")
    page.get_by_role("link", name="Purge events").click()
    cron, facts = page.get_by_label("Cron, in UTC"), page.locator("#schedule .facts")
    cron.fill("61 * * *")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A cron has five fields")).to_be_visible()
    cron.fill("*/5 * * * *")
    page.get_by_role("button", name="Save").click()
    expect(facts).to_contain_text("every 5 minutes")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#schedule .heading .state")).to_have_text("Paused")
    expect(facts).to_contain_text("once it is resumed")
    page.get_by_role("button", name="Run now").click()
    expect(page.locator("#schedule .row").first).to_contain_text("Succeeded", timeout=READ_MILLISECONDS)
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("#schedule .heading .state")).to_have_text("On")
    cron.fill("")
    page.get_by_role("button", name="Save").click()
    expect(facts).to_contain_text("every day at 03:30 UTC")


def test_a_workflow_is_started_by_hand_and_a_wrong_input_is_told(page: Page) -> None:
    document_id = note(page.request, "harrier")
    page.goto("/runs/workflows")
    page.get_by_role("link", name="Process document").click()
    page.get_by_label("Document", exact=True).fill("nonsense")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("alert")).to_contain_text("It was not started.")
    expect(page.get_by_label("Document", exact=True)).to_have_value("nonsense")
    page.get_by_label("Document", exact=True).fill(document_id)
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#run .state", has_text="Succeeded")).to_be_visible(timeout=READ_MILLISECONDS)


def test_on_a_phone_every_page_of_the_floor_is_reached_and_as_wide_as_the_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sent(page.request, "/api/events", {"name": "boards/sync.requested", "data": {"connection_id": "0" * 32}})
    page.goto("/runs")
    for name in ("Workflows", "Events", "Webhooks", "Alerts", "Queues", "Workers", "Schedules", "Runs"):
        tabs = page.get_by_role("navigation", name="The press floor")
        tabs.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        current = tabs.locator("[aria-current=page]")
        expect(current).to_have_text(name)
        expect(current).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
