"""Samples that are pictures: a receipt on a café table, and a screenshot."""

import io

import numpy as np
from PIL import Image, ImageFilter
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from bench.scans import render_colour

RECEIPT = """
       CAFE KORMORAN
 Harbour Parade, Port Ellery
     VAT GB 555 0142 77

Receipt 008812      Table 6
19 Aug 2026         11:47

2 Flat white           7.60
1 Pot of Assam         3.40
1 Cardamom bun         3.20
2 Toasted sandwich    15.80
1 Sparkling water      2.50

TOTAL GBP             32.50
incl. VAT 20%          5.42

Card ending in 0155

   Thank you. Mind the gulls.
"""

BARS = (42, 58, 51, 73, 66, 89, 94)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FIGURES = (("Orders this week", "473"), ("Revenue", "€ 18,240"), ("Returns", "2.1%"))


def receipt() -> bytes:
    """Return a photograph of a receipt: crooked, on wood, in warm light from the left."""
    paper = render_colour(_receipt_pdf(), dpi=200)
    width, height = 1200, 1600
    wood = _wood(width, height)
    corners = ((250, 90), (205, 1500), (930, 1530), (905, 120))
    coefficients = _perspective(corners, paper.size)
    laid = paper.transform((width, height), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    shape = Image.new("L", paper.size, 255).transform(
        (width, height), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC
    )
    photo = np.asarray(Image.composite(laid, wood, shape).filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    light = np.linspace(1.0, 0.72, width, dtype=np.float32)[None, :, None] * np.array([1.0, 0.96, 0.88], np.float32)
    noise = np.random.default_rng(11).normal(0, 4, photo.shape)
    return _saved(Image.fromarray(np.clip(photo * light + noise, 0, 255).astype(np.uint8)), "JPEG", quality=68)


def screenshot() -> bytes:
    """Return a screenshot of a shop's dashboard."""
    return _saved(render_colour(_dashboard_pdf(), dpi=96).quantize(64), "PNG", optimize=True)


def _receipt_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(80 * mm, 124 * mm), invariant=1)
    lines = canvas.beginText(6 * mm, 116 * mm)
    lines.setFont("Courier-Bold", 10.5)
    lines.setLeading(15)
    for line in RECEIPT.strip("\n").split("\n"):
        lines.textLine(line)
    canvas.drawText(lines)
    canvas.save()
    return out.getvalue()


def _dashboard_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(720, 450), invariant=1)
    canvas.setFillColor(HexColor("#f7f3ea"))
    canvas.rect(0, 0, 720, 450, stroke=0, fill=1)
    _write(canvas, (32, 404), "Thistle & Thread: weekly overview", ("Helvetica-Bold", 20))
    _write(canvas, (32, 382), "9 to 15 November 2026, all shops", ("Helvetica", 12))
    for index, (label, value) in enumerate(FIGURES):
        _write(canvas, (32 + 225 * index, 340), label, ("Helvetica", 12))
        _write(canvas, (32 + 225 * index, 312), value, ("Helvetica-Bold", 22))
    for index, (day, orders) in enumerate(zip(DAYS, BARS, strict=True)):
        canvas.setFillColor(HexColor("#c8442b"))
        canvas.rect(48 + 92 * index, 60, 56, 2.2 * orders, stroke=0, fill=1)
        _write(canvas, (62 + 92 * index, 40), day, ("Helvetica", 12))
        _write(canvas, (66 + 92 * index, 66 + 2.2 * orders), str(orders), ("Helvetica-Bold", 12))
    canvas.save()
    return out.getvalue()


def _write(canvas: Canvas, at: tuple[float, float], words: str, font: tuple[str, float]) -> None:
    canvas.setFillColor(HexColor("#221f1a"))
    canvas.setFont(*font)
    canvas.drawString(*at, words)


def _wood(width: int, height: int) -> Image.Image:
    random = np.random.default_rng(7)
    grain = np.repeat(random.normal(0, 9, (height // 8, 1)), 8, axis=0) + random.normal(0, 3, (height, width))
    colour = np.array([112, 78, 52], np.float32)
    return Image.fromarray(np.clip(colour + grain[:, :, None], 0, 255).astype(np.uint8))


def _perspective(corners: tuple[tuple[int, int], ...], size: tuple[int, int]) -> list[float]:
    """Return the coefficients that lay a picture of `size` on `corners`, counter-clockwise from the top left."""
    width, height = size
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (0, height), (width, height), (width, 0)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(one) for one in np.linalg.solve(np.array(rows, float), np.array(values, float))]


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
