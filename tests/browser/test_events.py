"""Events in a browser: seen as they come in, followed to what they started, and sent once more."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.told import READ_MILLISECONDS, note, sent

LARGE = "y" * 10_000_000


def test_an_event_is_seen_as_it_comes_and_leads_to_its_run_and_to_another_like_it(page: Page) -> None:
    document_id = note(page.request, "heron")
    page.goto("/runs?workflow=process_document&status=succeeded")
    expect(page.locator("#rows .row", has_text="heron").first).to_be_visible(timeout=READ_MILLISECONDS)
    page.goto("/runs/events")
    wanted = {"name": "document/metadata.requested", "data": {"documentId": document_id, "feedback": "shorter"}}
    sent(page.request, "/api/events", wanted)
    row = page.locator(".row", has_text="document/metadata.requested").first
    expect(row).to_contain_text("Came in by API")
    expect(row).to_contain_text("Started a run")
    row.get_by_role("link").click()
    page.get_by_role("region", name="What listens").get_by_role("link", name="Describe document").click()
    expect(page.locator("#run .state", has_text="Succeeded")).to_be_visible(timeout=READ_MILLISECONDS)
    expect(page.get_by_role("link", name="the event document/metadata.requested")).to_be_visible()
    page.get_by_role("link", name="Run with another input").click()
    expect(page.get_by_label("Document", exact=True)).to_have_value(document_id)
    expect(page.get_by_label("What should be different")).to_have_value("shorter")
    page.get_by_label("What should be different").fill("longer")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#run .state", has_text="Succeeded")).to_be_visible(timeout=READ_MILLISECONDS)


def test_what_could_not_start_says_why_and_can_be_sent_again(page: Page) -> None:
    page.goto("/runs/events")
    sent(page.request, "/api/events", {"name": "media/uploaded", "data": {"media_id": str(uuid4())}})
    row = page.locator(".row", has_text="media/uploaded").first
    expect(row).to_contain_text("Did not start")
    expect(row).to_contain_text("There is no such picture here.")
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name="media/uploaded")).to_be_visible()
    first = page.url
    page.get_by_role("button", name="Send again").click()
    expect(page).not_to_have_url(first)
    expect(page.locator(".facts")).to_contain_text("Sent by hand")


def test_what_is_sent_twice_or_refused_is_no_event_more(page: Page) -> None:
    lost = {"id": "order-7", "name": "boards/sync.requested", "data": {"connection_id": str(uuid4())}}
    first, again = sent(page.request, "/api/events", lost), sent(page.request, "/api/events", lost)
    assert first["event_id"] == again["event_id"]
    assert (first["is_known"], again["is_known"]) == (False, True)
    sent(page.request, "/api/events", lost | {"data": {"connection_id": str(uuid4())}}, status=409)
    unknown = sent(page.request, "/api/events", {"name": "board/sync.requested", "data": {}}, status=422)
    assert "There are: boards/sync.requested" in unknown["detail"]
    sent(page.request, "/api/events", lost | {"id": "order-8", "data": {"text": LARGE}}, status=413)
    page.goto("/runs/events")
    page.get_by_label("Name").select_option("boards/sync.requested")
    expect(page).to_have_url("/runs/events?name=boards%2Fsync.requested")
    expect(page.locator("#rows .row")).to_have_count(1)


def test_an_address_of_this_machine_is_told_nothing_where_that_is_not_allowed(page: Page) -> None:
    page.goto("/webhooks")
    expect(page.get_by_text("Nobody is told yet")).to_be_visible()
    page.get_by_label("Address").fill("http://127.0.0.1:9/hook")
    page.get_by_role("button", name="Add webhook").click()
    expect(page.get_by_text("127.0.0.1 is an address of a private network")).to_be_visible()
    expect(page.get_by_label("Address")).to_have_value("http://127.0.0.1:9/hook")
