"""A person lets Pressroom into their Google Drive, and watches a folder of the server, in a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.pictures import DESCRIBED_MILLISECONDS, described, tile
from tests.drive_server import DriveServer
from tests.pictures import one_of_a_kind

LONG_AGO = 1_700_000_000


@pytest.fixture
def connected(page: Page, drive: DriveServer) -> Page:
    """A person who has let Pressroom into their Drive, and nothing else."""
    drive.expire_access_tokens()
    page.goto("/connections")
    page.locator("#provider-google_drive a.button").first.click()
    expect(page.locator("#provider-google_drive").get_by_text("Active")).to_be_visible()
    return page


def one(page: Page, name: str) -> Locator:
    """Return a folder to choose."""
    return page.locator(".choice-one", has_text=name)


def add_folder(page: Page, drive: DriveServer, *way: str) -> str:
    """Open one folder of the Drive after another, and add the last; return its page's address."""
    page.goto("/media/folders")
    page.get_by_label("Account").select_option(label=drive.sign_in.person.email)
    for name in way:
        one(page, name).get_by_role("link", name="Open").click()
        expect(page.locator(".choice-trail strong")).to_have_text(name)
    page.locator("#add-drive").get_by_role("button", name="Add this folder").click()
    expect(page.get_by_role("heading", name=way[-1])).to_be_visible()
    return page.url


def synced(page: Page) -> None:
    """Wait until the folder's page tells, by itself, that it is up to date."""
    expect(page.locator("#sync").get_by_text("Up to date")).to_be_visible(timeout=DESCRIBED_MILLISECONDS)


def counted(page: Page, label: str) -> Locator:
    """Return a number of the tally."""
    return page.locator(".tally-one", has=page.get_by_text(label, exact=True)).locator(".tally-count")


def test_a_folder_of_a_drive_with_its_sub_folder_comes_into_the_library(connected: Page, drive: DriveServer) -> None:
    shelf = drive.add_folder("Journey")
    below = drive.add_folder("Below", shelf)
    drive.add_file("above.jpg", one_of_a_kind("above"), shelf, mime="image/jpeg")
    drive.add_file("above again.jpg", one_of_a_kind("above"), shelf, mime="image/jpeg")
    drive.add_file("below.jpg", one_of_a_kind("below"), below, mime="image/jpeg")
    broken = drive.add_file("broken.jpg", one_of_a_kind("broken")[:900], shelf, mime="image/jpeg")
    address = add_folder(connected, drive, "My Drive", "Journey")
    synced(connected)
    expect(counted(connected, "Stored")).to_have_text("3")
    expect(counted(connected, "Here already")).to_have_text("1")
    expect(counted(connected, "Not readable")).to_have_text("1")
    failed = connected.locator("#files .row", has_text="broken.jpg")
    expect(failed).to_contain_text("ends early")
    expect(failed).to_contain_text("Not readable")

    drive.update_file(broken, one_of_a_kind("mended"))
    drive.add_file("new.jpg", one_of_a_kind("new"), below, mime="image/jpeg")
    fetched = drive.asked("media")
    connected.get_by_role("button", name="Sync now").click()
    expect(counted(connected, "Unchanged")).to_have_text("3")
    synced(connected)
    expect(counted(connected, "Stored")).to_have_text("2")
    expect(failed).to_have_count(0)
    assert drive.asked("media") == fetched + 2

    connected.get_by_role("link", name="Its pictures").click()
    described(connected, "below.jpg", "broken.jpg", "new.jpg")
    expect(connected.locator("#results .tile")).to_have_count(4)
    tile(connected, "new.jpg").get_by_role("link").click()
    home = connected.locator("#panel a[href^='/media/folders/']")
    expect(home).to_have_text("Journey")
    assert address.endswith(str(home.get_attribute("href")))


def test_a_file_that_could_not_be_fetched_comes_when_tried_again(connected: Page, drive: DriveServer) -> None:
    studio = drive.add_drive("Studio")
    file = drive.add_file("wrong.jpg", one_of_a_kind("wrong"), studio, mime="image/jpeg")
    drive.fail_next(file, times=1, status=404, reason="notFound")
    add_folder(connected, drive, "Studio")
    failed = connected.locator("#files .row", has_text="wrong.jpg")
    expect(failed).to_contain_text("Not stored", timeout=DESCRIBED_MILLISECONDS)
    failed.get_by_role("button", name="Try again").click()
    expect(failed).to_have_count(0, timeout=DESCRIBED_MILLISECONDS)
    synced(connected)
    expect(counted(connected, "Stored")).to_have_text("1")


def test_a_revoked_account_says_so_and_after_reconnecting_everything_goes_on_by_itself(
    connected: Page, drive: DriveServer
) -> None:
    shelf = drive.add_folder("Interrupted")
    address = add_folder(connected, drive, "My Drive", "Interrupted")
    synced(connected)
    drive.add_file("late.jpg", one_of_a_kind("late"), shelf, mime="image/jpeg")
    drive.revoke_tokens()
    connected.get_by_role("button", name="Sync now").click()
    expect(connected.get_by_text("Its account cannot be used.")).to_be_visible(timeout=DESCRIBED_MILLISECONDS)
    connected.locator("#sync").get_by_role("link", name="Reconnect").click()
    lost = connected.locator("#connections .row", has_text=drive.sign_in.person.email)
    expect(lost).to_contain_text("Needs reconnecting")
    lost.get_by_role("link", name="Reconnect").click()
    expect(lost.get_by_text("Active")).to_be_visible()
    connected.goto(address)
    synced(connected)
    expect(counted(connected, "Stored")).to_have_text("1")


def test_an_account_is_disconnected_and_its_folders_say_so(connected: Page, drive: DriveServer) -> None:
    drive.add_folder("Orphaned")
    address = add_folder(connected, drive, "My Drive", "Orphaned")
    synced(connected)
    connected.goto("/connections")
    connected.get_by_role("button", name="Disconnect").click()
    connected.get_by_role("dialog").get_by_role("button", name="Disconnect").click()
    expect(connected.get_by_role("region", name="Google Drive").get_by_text("No account yet.")).to_be_visible()
    connected.goto(address)
    expect(connected.get_by_text("Its account cannot be used.")).to_be_visible()


def test_a_person_who_says_no_is_told_that_nothing_is_connected(page: Page, drive: DriveServer) -> None:
    drive.deny_next()
    page.goto("/connections")
    page.locator("#provider-google_drive a.button").first.click()
    expect(page.get_by_text("You did not allow it there.")).to_be_visible()


def test_a_file_copied_into_a_watched_folder_of_the_server_is_found(page: Page, site: Site) -> None:
    watched = site.photos / "watched"
    watched.mkdir()
    put(watched / "first.jpg")
    page.goto("/media/folders")
    local = page.locator("#add-local")
    local.get_by_label("Only a part of it").fill("watched")
    local.get_by_label("Look for new pictures").select_option("minute")
    local.get_by_role("button", name="Add this folder").click()
    expect(page.get_by_role("heading", name="watched")).to_be_visible()
    synced(page)
    put(watched / "second.jpg")
    page.get_by_role("button", name="Sync now").click()
    expect(counted(page, "Unchanged")).to_have_text("1")
    page.get_by_role("link", name="Its pictures").click()
    described(page, "first.jpg", "second.jpg")


def put(path: Path) -> None:
    """Put a picture where it has been for long."""
    path.write_bytes(one_of_a_kind(path.name))
    os.utime(path, (LONG_AGO, LONG_AGO))
