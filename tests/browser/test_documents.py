"""A person's day with documents, in a real browser."""

import re
from pathlib import Path

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Site
from tests.browser.files import SAMPLES, letter

READ_MILLISECONDS = 60_000


def add(page: Page, *paths: Path) -> None:
    """Choose files on Home."""
    page.goto("/")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(list(paths))


def open_document(page: Page, path: Path, named: str) -> None:
    """Add a file, wait until it is completed under its name, and open it."""
    add(page, path)
    row = page.locator("#main .row", has=page.get_by_text("Completed")).filter(has_text=named)
    row.first.wait_for(timeout=READ_MILLISECONDS)
    row.first.get_by_role("link").first.click()
    page.wait_for_load_state()  # before its scripts run, a form is sent without them


def test_a_dropped_scan_appears_at_once_and_is_completed_without_reloading(page: Page) -> None:
    add(page, SAMPLES / "receipt-cafe.jpg")
    expect(page.get_by_text("receipt-cafe.jpg").first).to_be_visible()
    page.evaluate("document.body.dataset.untouched = 'yes'")
    row = page.locator(".row", has_text="Kormoran").filter(has_text="Completed")
    expect(row.first).to_be_visible(timeout=READ_MILLISECONDS)
    assert page.evaluate("document.body.dataset.untouched") == "yes"


def test_a_change_in_one_tab_shows_in_another(page: Page, person: BrowserContext, tmp_path: Path) -> None:
    other = person.new_page()
    other.goto("/documents")
    add(page, letter(tmp_path / "quokka.pdf", ["Minutes about the quokka enclosure", "The quokkas are well."]))
    expect(other.locator("#results .row", has_text="quokka").first).to_be_visible(timeout=READ_MILLISECONDS)


def test_what_changes_before_the_stream_is_open_shows_too(page: Page, person: BrowserContext, tmp_path: Path) -> None:
    held: list[Route] = []
    page.route("**/api/live*", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks its handlers
    with page.expect_request("**/api/live*"):
        page.goto("/documents")
    other = person.new_page()
    with other.expect_response(lambda answer: answer.request.method == "POST"):
        add(other, letter(tmp_path / "numbat.pdf", ["Minutes about the numbat", "The numbats are well."]))
    search = "/api/documents?q=numbat&status=completed"
    while not person.request.get(search).json()["items"]:  # so that nothing changes any more when the stream opens
        page.wait_for_timeout(100)
    held[0].continue_()
    expect(page.locator("#results .row", has_text="numbat").first).to_be_visible(timeout=READ_MILLISECONDS)


def test_what_is_no_document_is_refused_in_its_row_with_the_reason(page: Page, tmp_path: Path) -> None:
    archive = tmp_path / "archive.pdf"
    archive.write_bytes(b"PK\x03\x04" + bytes(200))
    add(page, archive)
    expect(page.get_by_text("is a ZIP archive")).to_be_visible()
    expect(page.get_by_text("Not taken")).to_be_visible()


def test_an_encrypted_file_asks_for_its_password_and_works_with_it(page: Page, tmp_path: Path) -> None:
    add(page, letter(tmp_path / "locked.pdf", ["Contract about a secret orchard", "Signed in May."], password="plum"))
    row = page.locator(".row", has_text="locked.pdf")
    expect(row.get_by_text("Needs a password")).to_be_visible(timeout=READ_MILLISECONDS)
    row.get_by_role("link", name="Password").click()
    page.get_by_label("Password of the file").fill("apple")
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#panel").get_by_text("does not open")).to_be_visible(timeout=READ_MILLISECONDS)
    page.get_by_label("Password of the file").fill("plum")
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#panel").get_by_text("Completed")).to_be_visible(timeout=READ_MILLISECONDS)


def test_a_hit_opens_on_the_right_page_with_its_words_marked(page: Page, tmp_path: Path) -> None:
    pages = [["Report on gardens"], ["Nothing here"], ["Only here: the marmalade ledger"]]
    open_document(page, letter(tmp_path / "report-on-gardens.pdf", *pages), "gardens")
    page.goto("/documents?q=marmalade")
    hit = page.locator(".row-hit", has_text="marmalade")
    expect(hit).to_contain_text("3")
    hit.click()
    expect(page).to_have_url(re.compile("page=3"))
    expect(page.locator("mark", has_text="marmalade").first).to_be_visible()


def test_metadata_is_edited_regenerated_compared_and_restored(page: Page, tmp_path: Path) -> None:
    lines = ["Invoice 77-12", "Fennel & Finch Letterpress", "Total due: GBP 120.00", "Payable by 4 May 2026."]
    open_document(page, letter(tmp_path / "fennel.pdf", lines), "Invoice 77-12")
    panel = page.locator("#panel")
    panel.get_by_text("Edit by hand").click()
    panel.get_by_label("Name").fill("My own name")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("heading", name="My own name")).to_be_visible()
    panel.get_by_label("What should be different?").fill("call it Fennel bill")
    panel.get_by_role("button", name="Regenerate").click()
    expect(panel.get_by_role("heading", name="Fennel bill")).to_be_visible()
    expect(panel.locator(".revision")).to_have_count(3)
    panel.get_by_role("button", name="Compare").click()
    revision = panel.locator(".revision", has_text="My own name")
    revision.get_by_role("button", name="Restore").click()
    expect(panel.get_by_role("heading", name="My own name")).to_be_visible()


def test_news_wait_until_someone_leaves_the_field_they_are_about_to_type_into(
    page: Page, person: BrowserContext, tmp_path: Path
) -> None:
    open_document(page, letter(tmp_path / "heron.pdf", ["Note about the heron", "It stands."]), "heron")
    page.locator("#panel").get_by_text("Edit by hand").click()
    field = page.locator("#panel").get_by_label("Tags")
    field.click()
    field.evaluate("field => { field.dataset.touched = 'yes' }")
    edit = person.request.patch(f"/api/documents/{page.url.rsplit('/', 1)[1]}/metadata", data={"tags": ["bird"]})
    assert edit.ok, edit.text()
    page.wait_for_timeout(2000)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("data-touched", "yes")
    field.blur()
    expect(field).to_have_value("bird")


def test_a_deleted_document_is_brought_back_from_the_toast(page: Page, tmp_path: Path) -> None:
    open_document(page, letter(tmp_path / "walrus.pdf", ["Note about the walrus", "It sleeps."]), "walrus")
    address = page.url
    page.locator("summary[aria-label=More]").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Brought back.", exact=True)).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("It can be brought back")).to_have_count(0)


def test_an_answer_slower_than_the_live_update_still_offers_to_undo(page: Page, tmp_path: Path) -> None:
    open_document(page, letter(tmp_path / "ibex.pdf", ["Note about the ibex", "It climbs."]), "ibex")

    def late(route: Route) -> None:
        answer = route.fetch()
        expect(page.get_by_text("It can be brought back")).to_be_visible()
        route.fulfill(response=answer)

    page.route("**/deletion", late)
    page.locator("summary[aria-label=More]").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def test_a_run_shows_its_steps_and_a_failed_one_its_reason(page: Page, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing that could be read\n%%EOF")
    add(page, broken)
    expect(page.locator(".row", has_text="broken.pdf").get_by_text("Failed at reading")).to_be_visible(
        timeout=READ_MILLISECONDS
    )
    page.goto("/runs?status=failed")
    page.locator(".row-link").first.click()
    expect(page.get_by_text("This PDF is damaged").first).to_be_visible()
    expect(page.get_by_text("inspect")).to_be_visible()
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("This PDF is damaged").first).to_be_visible(timeout=READ_MILLISECONDS)


def test_no_page_is_wider_than_a_narrow_phone(browser: Browser, site: Site, signed_in: Path) -> None:
    context = browser.new_context(
        base_url=site.address, storage_state=signed_in, viewport={"width": 360, "height": 740}, color_scheme="dark"
    )
    page = context.new_page()
    for path in ("/", "/documents", "/runs", "/settings", "/-/patterns"):
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, f"{path} is {wide} px wide"
    context.close()


def test_plain_forms_work_without_scripts(browser: Browser, site: Site, signed_in: Path, tmp_path: Path) -> None:
    context = browser.new_context(base_url=site.address, storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("input[type=file]").set_input_files(
        letter(tmp_path / "plain.pdf", ["Plain form", "Sent without a script."])
    )
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="plain").first).to_be_visible()
    context.close()


def test_a_first_visitor_chooses_a_password_and_signs_in_with_it(browser: Browser, site: Site) -> None:
    link = httpx.URL(site.sign_in_link)
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto(str(link))
    expect(page.get_by_text("used or is too old")).to_be_visible()
    context.close()
