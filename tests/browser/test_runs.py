"""Runs in a browser: looked into step by step, wound back, and many of them at once."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.files import letter
from tests.browser.told import sent

READ_MILLISECONDS = 60_000


def completed_run(page: Page, folder: Path, name: str) -> str:
    """Add a document, wait until it is completed, and return the address of its run."""
    page.goto("/")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(letter(folder / f"{name}.pdf", [f"Minutes about the {name}", f"The {name} is well."]))
    row = page.locator(".row", has_text=name).filter(has_text="Completed")
    expect(row.first).to_be_visible(timeout=READ_MILLISECONDS)
    page.goto("/runs?status=succeeded")
    run = page.locator("#rows .row", has_text=name.capitalize()).first
    expect(run).to_be_visible()
    return run.locator("a").first.get_attribute("href") or ""


def test_a_run_is_walked_through_zoomed_and_wound_back(page: Page, tmp_path: Path) -> None:
    page.goto(completed_run(page, tmp_path, "wombat"))
    steps = page.locator("summary.timeline-row")
    expect(steps.first).to_be_visible()
    steps.first.focus()
    page.keyboard.press("ArrowDown")
    expect(steps.nth(1)).to_be_focused()
    page.keyboard.press("+")
    expect(page.locator(".timeline-frame")).to_have_attribute("style", re.compile("--zoom: 2;"))
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Run again from here").click()
    expect(page.get_by_text("It goes on from there.")).to_be_visible()
    expect(page.locator("#run .state", has_text="Succeeded")).to_be_visible(timeout=READ_MILLISECONDS)


def test_a_list_is_narrowed_to_a_workflow_and_what_an_error_says(page: Page, tmp_path: Path) -> None:
    completed_run(page, tmp_path, "numbat")
    page.goto("/runs")
    page.get_by_label("Workflow").select_option("process_document")
    expect(page).to_have_url(re.compile("workflow=process_document"))
    expect(page.locator("#rows .row").first).to_be_visible()
    page.get_by_label("What the error says").fill("nothing says this")
    expect(page.get_by_text("No such runs")).to_be_visible()


def test_a_run_that_is_over_is_not_cancelled_and_one_whose_subject_is_gone_is_not_wound_back(
    page: Page, tmp_path: Path
) -> None:
    page.goto(completed_run(page, tmp_path, "quokka"))
    run_url = page.url
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    over = sent(page.request, run_url.replace("/runs/", "/api/runs/") + "/cancel", status=409)
    assert "already succeeded" in over["detail"]
    document_id = run_url.rpartition("/")[2].split("%3A" if "%3A" in run_url else ":")[1]
    assert page.request.delete(f"/api/documents/{document_id}").ok
    page.goto(run_url)
    page.locator("summary.timeline-row", has_text="Finish reading").click()
    page.get_by_role("button", name="Run again from here").click()
    expect(page.locator(".toast")).to_contain_text("This document is deleted. Bring it back first.")
