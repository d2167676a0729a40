"""What a person does in the studio, and what others do meanwhile."""

from re import Pattern

import psycopg
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, Route, expect

from pressroom.kernel.postgres import EmbeddedPostgres
from tests.browser.conftest import Site
from tests.browser.pictures import drop
from tests.pictures import encoded, one_of_a_kind

MADE_MILLISECONDS = 60_000
COLLEAGUE = """
WITH colleague AS (INSERT INTO users (id, created_at, name) VALUES (uuidv7(), now(), 'Colleague') RETURNING id)
INSERT INTO generations SELECT (jsonb_populate_record(one, jsonb_build_object(
  'id', uuidv7(), 'user_id', colleague.id, 'status', 'processing', 'filename', 'not yours.jpg'))).*
FROM generations AS one, colleague WHERE one.status = 'completed' LIMIT 1 RETURNING id
"""
THEIRS = (
    "UPDATE generations SET step = 'generate' WHERE id = %s",
    "UPDATE generations SET status = 'completed' WHERE id = %s",
    "UPDATE generations SET status = 'failed' WHERE id = %s",
    "DELETE FROM generations WHERE id = %s",
)


def send(page: Page, name: str, content: bytes, style: str = "Plushie") -> None:
    """Drop a photo, choose a style, and have it made."""
    drop(page, {name: content})
    page.locator("#studio").get_by_text(style, exact=True).click()
    page.get_by_role("button", name="Make it").click()


def tile(page: Page, name: str) -> Locator:
    """Return a tile of the gallery by the photo's name."""
    return page.locator(f'#results .tile[data-name="{name}"]').first


def done(page: Page, name: str, tone: str = "ok") -> None:
    """Wait until a generation has ended, without reloading."""
    expect(tile(page, name)).to_have_attribute("data-tone", tone, timeout=MADE_MILLISECONDS)


def said(page: Page, words: str) -> None:
    """Wait for a toast that says it."""
    expect(page.locator(".toast", has_text=words).first).to_be_visible()


def hold(page: Page, address: str | Pattern[str]) -> list[Route]:
    """Let what is sent to an address wait; return what waits."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep)
    return held


def wall(name: str) -> bytes:
    """Return a photo of nothing; of another name, in another colour."""
    red, green, blue = name.encode()[:3]
    return encoded(Image.new("RGB", (400, 300), (red, green, blue)), "PNG")


def submit(person: BrowserContext, name: str) -> int:
    """Hand a photo in as a program does; return what it is answered."""
    photo = FilePayload(name=name, mimeType="image/jpeg", buffer=one_of_a_kind(name))
    return person.request.post("/api/generations", multipart={"file": photo, "style": "felt"}).status


def stop_all(person: BrowserContext) -> None:
    """Cancel whatever is in progress."""
    for one in person.request.get("/api/generations?status=processing").json()["items"]:
        person.request.post(f"/api/runs/{one['run_id']}/cancel")


def compare_by_keys(page: Page) -> None:
    """Move the line as someone does who uses no pointer."""
    line = page.get_by_role("slider")
    line.focus()
    for key, words in (
        ("Home", "0 % before, 100 % after"),
        ("End", "100 % before, 0 % after"),
        ("ArrowLeft", "99 % before, 1 % after"),
    ):
        page.keyboard.press(key)
        expect(line).to_have_attribute("aria-valuetext", words)
    assert float(page.locator(".compare").evaluate("frame => parseFloat(frame.style.getPropertyValue('--at'))")) == 99


def let_a_colleague_work(site: Site) -> None:
    """Let someone else of the workspace have a generation that begins, goes on, ends and is gone."""
    postgres = EmbeddedPostgres(site.folder / "postgres")
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        begun = connection.execute(COLLEAGUE).fetchone()
        for change in THEIRS:
            connection.execute(change, begun)
    postgres.release()
