"""`make screenshots`: every page of a server with work done, in light and dark, wide and narrow."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple
from uuid import UUID

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.installation import Installation, installation
from bench.photographs import photographs
from bench.timings import wait_until
from pressroom.features.documents.rules import process_run_id

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
ALL = ROOT / "build" / "screenshots"
KEPT = ROOT / "docs" / "images"
KEPT_NAMES = ("home-light", "document-light", "media-light", "generations-light", "run-dark")
LARGEST_KEPT_BYTES, QUALITY = 300_000, 80
WIDTHS = {1440: 900, 390: 844}
SCHEMES: Sequence[Literal["light", "dark"]] = ("light", "dark")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SHOWN = "invoice-2026-0417.pdf"
"""The sample whose page is shown."""
CARRIED = "fax-timber-order.tiff"
"""The sample whose run is shown."""
SEARCHED = "paper"
SHAPES = ((1200, 800), (800, 1100), (1000, 1000), (1600, 900))
CUTS = 6
LONGEST_SECONDS = 120.0
STYLES = ("felt", "plushie", "plushie", "paper-cut")
"""For the samples by their names: the astronaut, the cat, the coffee, the rocket."""


class Shot(NamedTuple):
    """A page, and what its picture is called."""

    name: str
    path: str


def main() -> None:
    """Start a server, feed it the samples, and take every picture."""
    ALL.mkdir(parents=True, exist_ok=True)
    with installation() as press, browser() as chromium:
        shots = pages(feed(press), feed_pictures(press), feed_studio(press))
        state = sign_in(chromium, press)
        for scheme in SCHEMES:
            for width, height in WIDTHS.items():
                context = chromium.new_context(
                    storage_state=state,
                    color_scheme=scheme,
                    viewport={"width": width, "height": height},
                    reduced_motion="reduce",
                )
                take(context.new_page(), press, shots, f"{scheme}-{width}")
                context.close()
    keep()


def feed(press: Installation) -> dict[str, str]:
    """Add every sample, wait for them, and return their documents' ids by file name."""
    files = sorted(path for path in SAMPLES.iterdir() if path.is_file())
    documents = press.add(*((path.name, path.read_bytes()) for path in files))
    press.wait_for(documents)
    return {path.name: document for path, document in zip(files, documents, strict=True)}


def feed_pictures(press: Installation) -> str:
    """Add the sample pictures and cuts of them in many shapes, wait for them; return the id of one."""
    with TemporaryDirectory() as folder:
        for turn, size in enumerate(SHAPES):
            photographs(Path(folder) / str(turn), CUTS, size=size, seed=turn)
        paths = [*sorted(Path(folder).rglob("*.jpg")), *sorted((SAMPLES / "pictures").glob("*.webp"))]
        files = [("files", (f"{path.parent.name}-{path.name}", path.read_bytes())) for path in paths]
    media = press.client.post("/api/media", files=files).raise_for_status().json()["media"]
    wait_until(
        lambda: press.client.get("/api/media/status").json()["counts"]["completed"] == len(media),
        within=LONGEST_SECONDS,
        what="pictures completed",
        every=0.5,
    )
    return str(media[0]["id"])


def feed_studio(press: Installation) -> str:
    """Have a picture made in each style, one after the other; return the id of the first."""
    photos = sorted((SAMPLES / "pictures").glob("*.webp"))
    made = [_made(press, path, style) for path, style in zip(photos, STYLES, strict=True)]
    return made[0]


def _made(press: Installation, photo: Path, style: str) -> str:
    sent = press.client.post(
        "/api/generations", files={"file": (photo.name, photo.read_bytes())}, data={"style": style}
    ).raise_for_status()
    generation: str = sent.json()["generation_id"]
    wait_until(
        lambda: press.client.get(f"/api/generations/{generation}").json()["status"] == "completed",
        within=LONGEST_SECONDS,
        what="picture made",
        every=0.5,
    )
    return generation


def pages(documents: Mapping[str, str], picture: str, generation: str) -> list[Shot]:
    """Return the pages to show."""
    return [
        Shot("home", "/"),
        Shot("media", "/media"),
        Shot("picture", f"/media/{picture}"),
        Shot("folders", "/media/folders"),
        Shot("connections", "/connections"),
        Shot("artworks", "/artworks"),
        Shot("generations", "/generations"),
        Shot("generation", f"/generations/{generation}"),
        Shot("documents", "/documents"),
        Shot("document", f"/documents/{documents[SHOWN]}"),
        Shot("search", f"/documents?q={SEARCHED}"),
        Shot("runs", "/runs"),
        Shot("run", f"/runs/{process_run_id(UUID(documents[CARRIED]), 1)}"),
        Shot("settings", "/settings"),
        Shot("patterns", "/-/patterns"),
    ]


@contextmanager
def browser() -> Iterator[Browser]:
    """Give the Chromium that is installed."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        try:
            yield chromium
        finally:
            chromium.close()


def sign_in(chromium: Browser, press: Installation) -> Path:
    """Follow a one-time link; return the file the cookie is kept in."""
    context = chromium.new_context()
    context.new_page().goto(press.sign_in_link())
    state = press.folder / "browser.json"
    context.storage_state(path=state)
    context.close()
    return state


def take(page: Page, press: Installation, shots: Sequence[Shot], ending: str) -> None:
    """Take a picture of each page; the catalogue in full, the others as a window shows them."""
    for shot in shots:
        page.goto(f"{press.url}{shot.path}", wait_until="load")
        page.wait_for_timeout(300)
        page.screenshot(path=ALL / f"{shot.name}-{ending}.png", full_page=shot.name == "patterns")


def keep() -> None:
    """Copy the pictures that documentation shows; what is too large for a repository as PNG, as WebP."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in KEPT_NAMES:
        taken = ALL / f"{name}-1440.png"
        if taken.stat().st_size > LARGEST_KEPT_BYTES:
            Image.open(taken).convert("RGB").save(KEPT / f"{name}.webp", quality=QUALITY, method=6)
        else:
            shutil.copyfile(taken, KEPT / f"{name}.png")


if __name__ == "__main__":
    main()
