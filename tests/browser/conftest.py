"""A real browser on a real server: `pressroom serve` with its worker, and Chromium."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.drive_server import DriveServer
from tests.postgres import open_folder
from tests.serving import free_port

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ON_THIS_MACHINE = {
    "PRESSROOM_FETCH_ALLOW_LOOPBACK": "true",
    "PRESSROOM_FETCH_PACE_SECONDS": "0.2",
    "PRESSROOM_PINTEREST_API_URL": "demo",
}
STOP_SECONDS = 40
PATIENCE_MILLISECONDS = 20_000
EXPECTED = ("status of 4", "Status Error Code 4", "htmx:afterRequest", "htmx:sendAbort")
"""Console errors a page may have: the browser and htmx each report a request that was refused, and htmx each that was
given up for a newer one as more is typed; one that failed it reports as `htmx:sendError`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say loudly that the browser's tests are left out where there is no browser."""
    if CHROMIUM is None:
        for item in items:
            if "browser" in item.path.parts:
                item.add_marker(pytest.mark.skip(reason="NO CHROMIUM FOUND: install it (apt-get install chromium)"))


@dataclass(frozen=True, slots=True)
class Site:
    """A running installation."""

    address: str
    sign_in_link: str
    folder: Path
    photos: Path
    """A folder of the server that may be watched."""


@pytest.fixture(scope="module")
def drive() -> Iterator[DriveServer]:
    """The Google Drive that the installation knows."""
    with DriveServer() as drive:
        yield drive


@pytest.fixture(scope="module")
def installed_with() -> Mapping[str, str]:
    """Settings that a module's installation has besides; a module that wants some has a fixture of this name."""
    return {}


@pytest.fixture(scope="module")
def site(drive: DriveServer, installed_with: Mapping[str, str]) -> Iterator[Site]:
    """An installation as `pressroom serve` starts it, one a module: what one leaves behind, no other meets."""
    with open_folder() as folder, open_folder() as photos:
        known = {**drive.settings, "PRESSROOM_MEDIA_ROOTS": json.dumps([str(photos)]), **ON_THIS_MACHINE}
        known |= installed_with
        with serving(folder, known) as said:
            yield Site(said["address"], said["sign_in_link"], folder, photos)


@contextmanager
def serving(folder: Path, settings: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Run `pressroom serve` on a folder; give what it says of itself."""
    environment = {
        **os.environ,
        "PRESSROOM_DATA_DIR": str(folder),
        "PRESSROOM_PORT": str(free_port()),  # known beforehand, for people come back to it from the sign-in
        "PRESSROOM_PUBLISH_SPACING_SECONDS": "0.5",
        "PRESSROOM_PUBLISH_SETTLE_SECONDS": "1",
        "PRESSROOM_LOG_LEVEL": "error",
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "pressroom", "serve", "--json"], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield json.loads("".join(iter(process.stdout.readline, "}\n")) + "}")
    finally:
        process.terminate()
        process.communicate(timeout=STOP_SECONDS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> Path:
    """Where the browser's cookies lie after the one-time link was opened."""
    state = site.folder / "cookies.json"
    context = browser.new_context()
    context.new_page().goto(site.sign_in_link)
    context.storage_state(path=state)
    context.close()
    return state


@pytest.fixture
def person(browser: Browser, site: Site, signed_in: Path) -> Iterator[BrowserContext]:
    """A signed-in person, at a desk."""
    context = browser.new_context(
        base_url=site.address, storage_state=signed_in, viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    yield context
    context.close()


@pytest.fixture
def page(person: BrowserContext) -> Iterator[Page]:
    """A tab of theirs, in which no script may fail."""
    with watched(person.new_page()) as page:
        yield page


@contextmanager
def watched(page: Page) -> Iterator[Page]:
    """Give a tab; at its end no script of it may have failed."""
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: _note(troubles, message))
    yield page
    assert troubles == []


def _note(troubles: list[str], message: ConsoleMessage) -> None:
    if message.type == "error" and not any(known in message.text for known in EXPECTED):
        troubles.append(message.text)
