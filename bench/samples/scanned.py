"""Samples that came through a scanner or a fax."""

import io

from bench.samples.texts import text
from bench.scans import Wear, bind, render, scan, typeset

OFFICE_SCANNER = Wear(tilt_degrees=-1.2, noise=5, shade=0.15, quality=32)
LIBRARY_COPIER = Wear(tilt_degrees=0.8, noise=4, shade=0.18, quality=32)


def letter() -> bytes:
    """Return a German letter, tilted and noisy, as a PDF without text."""
    page = render(typeset(text("letter.txt"), font="Helvetica", size=11))[0]
    return bind([scan(page, OFFICE_SCANNER, seed=3)], quality=OFFICE_SCANNER.quality)


def article() -> bytes:
    """Return a two-column magazine page, as a PDF without text."""
    page = render(typeset(text("article.txt"), columns=2, size=10.5))[0]
    return bind([scan(page, LIBRARY_COPIER, seed=5)], quality=LIBRARY_COPIER.quality)


def fax() -> bytes:
    """Return two pages in black and white, as one TIFF."""
    pages = [
        render(typeset(text(name), font="Courier", size=10.5))[0].point(lambda grey: 255 * (grey > 140)).convert("1")
        for name in ("fax.txt", "fax_second.txt")
    ]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(200, 200))
    return out.getvalue()
