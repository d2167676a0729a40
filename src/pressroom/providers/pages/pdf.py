"""PDF, by pdfium: the text layer where there is one, OCR where there is not. Only child processes import this."""

import re
import unicodedata
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # pypdfium2 ships no types
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]  # as above
from PIL import Image

from pressroom.kernel.errors import Invalid, Rejected, TooLarge
from pressroom.providers.ocr.engines import engine_named
from pressroom.providers.pages.columns import Box, areas_in_order
from pressroom.providers.pages.page import Contents, File, Limits, Ocr, Page, name_page
from pressroom.providers.pages.preview import PICTURE_WIDTH
from pressroom.providers.pages.recognition import DPI, pictured, recognised
from pressroom.providers.pages.tidy import tidy

POINTS_PER_INCH = 72
MOST_RASTER_PIXELS = 30_000_000
LONGEST_RASTER_SIDE = 20_000
MOST_RUNS = 3000
MOST_SCANNED_PIECES = 8
FEW_CHARS = 200
"""A text layer shorter than this over a page-wide picture may be just a stamp on a scan."""
PAGE_WIDE = 0.6
GARBAGE_SHARE = 0.1
GARBAGE_CATEGORIES = frozenset(("Cc", "Co", "Cn", "Cs"))
LINE_END_HYPHEN = re.compile("[\ufffe\x02](?P<rest>\\S*) ?")
"""How pdfium writes a hyphen at a line's end: with the next line joined on."""
SEARCHED_BYTES = 1_000_000
ZERO_PAGES = re.compile(rb"/Count\s+0\b")
A_PAGE = re.compile(rb"/Type\s*/Page\b")
PDF_DATE = re.compile(
    r"D:(?P<year>\d{4})(?P<month>\d\d)?(?P<day>\d\d)?(?P<hour>\d\d)?(?P<minute>\d\d)?(?P<second>\d\d)?"
    r"(?:(?P<sign>[+-])(?P<off_hours>\d\d)'?(?P<off_minutes>\d\d)?)?"
)


def inspect(file: File) -> Contents:
    """Open the file and count its pages."""
    document = _opened(file.path, file.password)
    count = len(document)
    if count == 0:
        raise _no_pages()
    if count > file.limits.max_pages:
        raise TooLarge(
            f"This PDF has {count:,} pages, and at most {file.limits.max_pages:,} are taken. Split it into smaller "
            "files and add those, or raise PRESSROOM_MAX_PAGES.",
            code="too_many_pages",
        )
    facts = document.get_metadata_dict()
    return Contents(
        page_count=count,
        title=tidy(facts.get("Title") or "") or None,
        created=pdf_date(facts.get("CreationDate") or ""),
    )


def prepare(ocr: Ocr) -> None:
    """Load what reading a scan needs: this module's libraries, and the OCR engine's trained data."""
    engine_named(ocr.engine, ocr.tessdata_dir).prepare(languages=ocr.languages)


def read_page(file: File, number: int) -> Page:
    """Return page `number`, counted from 1."""
    document = _opened(file.path, file.password)
    try:
        with closing(_page(document, number)) as page:
            return _read(page, number, file)
    except (pdfium.PdfiumError, IndexError) as error:
        raise Invalid(
            f"Page {number}: this page of the PDF is damaged and cannot be opened. The original is kept. Save the "
            "PDF anew in another program, and add that.",
            code="broken",
        ) from error
    except Rejected as error:
        name_page(error, number)
        raise


def pdf_date(written: str) -> datetime | None:
    """Return a date as PDF writes it (`D:20260131120000+01'00'`), in UTC; None if it is none."""
    found = PDF_DATE.match(written)
    if not found:
        return None
    parts = {name: int(value) for name, value in found.groupdict().items() if value and name != "sign"}
    offset = timedelta(hours=parts.get("off_hours", 0), minutes=parts.get("off_minutes", 0))
    try:
        local = datetime(
            parts["year"], parts.get("month", 1), parts.get("day", 1), parts.get("hour", 0), parts.get("minute", 0),
            min(parts.get("second", 0), 59), tzinfo=timezone(-offset if found["sign"] == "-" else offset),
        )  # fmt: skip
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_garbage(text: str) -> bool:
    """Tell whether a text layer is unusable, as where fonts carry no key to their glyphs."""
    visible = [char for char in text if not char.isspace()]
    bad = sum(char == "\ufffd" or unicodedata.category(char) in GARBAGE_CATEGORIES for char in visible)
    return bad > GARBAGE_SHARE * len(visible)


def _opened(path: Path, password: str | None) -> pdfium.PdfDocument:
    """Return the open file; a chunk of pages opens it once."""
    seen = path.stat()
    return _open(path, seen.st_mtime_ns, seen.st_size, password)


@lru_cache(maxsize=2)
def _open(path: Path, _mtime_ns: int, _size: int, password: str | None) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as error:
        raise _why_closed(error, path, password) from error
    document.init_forms()
    return document


def _why_closed(error: pdfium.PdfiumError, path: Path, password: str | None) -> Invalid:
    if error.err_code == pdfium_c.FPDF_ERR_PASSWORD and password:
        return Invalid("The password does not open this PDF. Check it and enter it again.", code="wrong_password")
    if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
        return Invalid("This PDF is protected with a password. Enter it to go on.", code="encrypted")
    if error.err_code == pdfium_c.FPDF_ERR_SECURITY:
        return Invalid(
            "This PDF is protected in a way that cannot be opened here. Save an unprotected copy, and add that.",
            code="unsupported_protection",
        )
    with path.open("rb") as file:
        beginning = file.read(SEARCHED_BYTES)
    if ZERO_PAGES.search(beginning) and not A_PAGE.search(beginning):  # pdfium calls a PDF without pages malformed
        return _no_pages()
    return Invalid(
        "This PDF is damaged: its structure cannot be read. The original is kept. Download or export it again, "
        "or save it anew in another program, and add that.",
        code="broken",
    )


def _no_pages() -> Invalid:
    return Invalid("This PDF has no pages. Export it again from the program it came from.", code="no_pages")


def _page(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """Return a page with what was filled into its form made part of it, and so of its text."""
    page = document[number - 1]
    if document.formenv is None:
        return page
    page.flatten()
    page.close()
    return document[number - 1]


def _read(page: pdfium.PdfPage, number: int, file: File) -> Page:
    layer = _text_layer(page, file.limits)
    if layer and not _may_be_a_stamp(page, layer):
        return pictured(
            _render(page, PICTURE_WIDTH / max(page.get_width(), 1)), number, text=layer, source="text_layer"
        )
    image = _render(page, DPI / POINTS_PER_INCH)
    found = recognised(image, number, file.ocr, blank_source="text_layer")
    if layer and len(found.text) <= len(layer):
        return pictured(image, number, text=layer, source="text_layer")
    return found


def _text_layer(page: pdfium.PdfPage, limits: Limits) -> str:
    with closing(page.get_textpage()) as text_page:
        if text_page.count_chars() > limits.max_text_chars:
            raise TooLarge(
                f"This page has more than {limits.max_text_chars:,} characters of text. Split the PDF, and add the "
                "parts.",
                code="too_much_text",
            )
        text = tidy(LINE_END_HYPHEN.sub(_broken_line, _in_reading_order(text_page)))
    return "" if is_garbage(text) else text


def _in_reading_order(text_page: pdfium.PdfTextPage) -> str:
    runs = [Box(*text_page.get_rect(index)) for index in range(min(text_page.count_rects(), MOST_RUNS))]
    text: str = text_page.get_text_range()
    by_area = "\n".join(text_page.get_text_bounded(*area) for area in areas_in_order(runs))
    nothing_lost = len("".join(by_area.split())) == len("".join(text.split()))
    return by_area if nothing_lost else text


def _broken_line(cut: re.Match[str]) -> str:
    return f"-\n{cut['rest']} "


def _may_be_a_stamp(page: pdfium.PdfPage, layer: str) -> bool:
    if len(layer) >= FEW_CHARS:
        return False
    area = page.get_width() * page.get_height()
    images = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    boxes = [image.get_bounds() for image in images]
    return any((right - left) * (top - bottom) > PAGE_WIDE * area for left, bottom, right, top in boxes)


def _render(page: pdfium.PdfPage, scale: float) -> Image.Image:
    """Return the page as a picture, smaller where the page is huge."""
    width, height = page.get_size()
    fitting = (MOST_RASTER_PIXELS / (width * height)) ** 0.5
    scale = min(scale, fitting, LONGEST_RASTER_SIDE / max(width, height))
    image: Image.Image = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True).to_pil()
    return image.getchannel(0) if _is_grey(page) else image.convert("RGB")


def _is_grey(page: pdfium.PdfPage) -> bool:
    """Tell whether the page is nothing but grey pictures, as most scans are; these are quicker to handle."""
    things = list(islice(page.get_objects(max_depth=1), MOST_SCANNED_PIECES + 1))
    return 0 < len(things) <= MOST_SCANNED_PIECES and all(
        thing.type == pdfium_c.FPDF_PAGEOBJ_IMAGE
        and thing.get_metadata().colorspace == pdfium_c.FPDF_COLORSPACE_DEVICEGRAY
        for thing in things
    )
