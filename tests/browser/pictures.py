"""Pictures a person might drop, and the tiles they become."""

from base64 import b64encode

import psycopg
from playwright.sync_api import Locator, Page, expect

from pressroom.kernel.postgres import EmbeddedPostgres
from tests.browser.conftest import Site
from tests.browser.files import SAMPLES

PICTURED = SAMPLES / "pictures"
DESCRIBED_MILLISECONDS = 90_000

DROP = """([files]) => {
  const transfer = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
  }
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}"""

COPIES = """
INSERT INTO media_items ({columns}, id, filename, description, tags, taken_at)
SELECT {columns}, uuidv7('-1 day'), 'copy ' || number || '.webp', 'A copy', '{{}}', '2001-01-01'
FROM media_items, generate_series(1, %s) AS number WHERE filename = %s
"""
COPIED = (
    "workspace_id, asset_id, source, status, attempt, width, height, frames, placeholder, notes, colours, "
    "colour_names, analysis, created_at, updated_at, processed_at"
)


def drop(page: Page, files: dict[str, bytes]) -> None:
    """Drop files on the page."""
    page.evaluate(DROP, [[(name, b64encode(content).decode()) for name, content in files.items()]])


def tile(page: Page, name: str) -> Locator:
    """Return the tile of a picture by its file's name."""
    return page.locator("#results .tile", has=page.get_by_label(f"Choose {name}", exact=True))


def described(page: Page, *names: str) -> None:
    """Wait until pictures are described, without reloading."""
    for name in names:
        expect(tile(page, name)).to_have_attribute("data-tone", "ok", timeout=DESCRIBED_MILLISECONDS)


def copy_pictures(site: Site, name: str, number: int) -> None:
    """Let the library have many pictures of long ago, which look like one it has."""
    postgres = EmbeddedPostgres(site.folder / "postgres")
    with psycopg.connect(postgres.url) as connection:
        connection.execute(COPIES.format(columns=COPIED), (number, name))
    postgres.release()
