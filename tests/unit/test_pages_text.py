from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.kernel.errors import TooLarge
from pressroom.providers.pages import Limits
from pressroom.providers.pages.image import reading_scale
from pressroom.providers.pages.pagination import LONGEST_PAGE_CHARS, paginate
from pressroom.providers.pages.pdf import is_garbage, pdf_date
from pressroom.providers.pages.plain import decode
from pressroom.providers.pages.tidy import tidy

LIMITS = Limits()


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("the ex-\nample continues\nhere", "the example\ncontinues\nhere"),
        ("Ver\u00ad\nsand kostet", "Versand\nkostet"),
        ("Ein-\nund Ausgang", "Ein-\nund Ausgang"),
        ("Nord-\nSüd", "Nord-\nSüd"),
        ("1911-\n1923", "1911-\n1923"),
        ("soft\u00adhyphen", "softhyphen"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a \t\n\n\n\n\nb", "a\n\nb"),
        ("\ufeffzero\u200b width\0", "zero width"),
    ],
)
def test_lines_of_a_page_are_tidied(cut: str, whole: str) -> None:
    assert tidy(cut) == whole


def test_pages_end_at_form_feeds() -> None:
    assert paginate("one\ftwo\n\fthree", limits=LIMITS) == ["one", "two", "three"]


def test_an_empty_text_is_one_empty_page() -> None:
    assert paginate("", limits=LIMITS) == [""]


def test_long_text_is_parted_between_paragraphs() -> None:
    paragraphs = [f"{number} " + "word " * 200 for number in range(10)]
    pages = paginate("\n\n".join(paragraphs), limits=LIMITS)
    assert len(pages) == 5
    assert [page[0] for page in pages] == ["0", "2", "4", "6", "8"]


@given(st.lists(st.text(alphabet="ab. \n", max_size=6000), max_size=4))
def test_no_word_is_lost_and_no_page_is_too_long(texts: list[str]) -> None:
    text = "\n\n".join(texts)
    pages = paginate(text, limits=LIMITS)
    assert "".join("".join(pages).split()) == "".join(text.split())
    assert all(len(page) <= LONGEST_PAGE_CHARS for page in pages)


def test_more_pages_of_text_than_allowed_are_refused() -> None:
    with pytest.raises(TooLarge, match="3 pages of text, and at most 2 are taken") as caught:
        paginate("one\ftwo\fthree", limits=Limits(max_pages=2))
    assert caught.value.code == "too_many_pages"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_decoded_however_it_was_saved(encoding: str) -> None:
    assert decode("Größe: 3 €".encode(encoding)) == "Größe: 3 €"


def test_bytes_that_are_no_text_in_any_encoding_still_decode() -> None:
    assert decode(b"\x81caf\xe9") == "\ufffdcafé"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("D:20260131120000+01'00'", datetime(2026, 1, 31, 11, tzinfo=UTC)),
        ("D:20260131120000-0330", datetime(2026, 1, 31, 15, 30, tzinfo=UTC)),
        ("D:20260131", datetime(2026, 1, 31, tzinfo=UTC)),
        ("D:2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("D:20261399", None),
        ("yesterday", None),
        ("D:00010101000000+2300", None),
    ],
)
def test_dates_in_pdfs_are_understood(written: str, date: datetime | None) -> None:
    assert pdf_date(written) == date


def test_a_text_layer_of_glyph_numbers_is_garbage() -> None:
    assert is_garbage("\ue012\ue013 \ue014\ue0a7")
    assert is_garbage("\ufffd\ufffd\ufffd total")
    assert not is_garbage("Total: £678.60, paid")
    assert not is_garbage("")


@pytest.mark.parametrize(
    ("size", "dpi", "scale"),
    [
        ((1654, 2339), (200.0, 200.0), 1.0),
        ((2480, 3508), (300.0, 300.0), 200 / 300),
        ((827, 1169), (100.0, 100.0), 2.0),
        ((4000, 3000), (72.0, 72.0), 0.7),
        ((4000, 3000), None, 0.7),
        ((800, 600), None, 2.0),
        ((1500, 1500), (0.0, 0.0), 1.0),
    ],
)
def test_pictures_are_scaled_to_what_ocr_reads_best(
    size: tuple[int, int], dpi: tuple[float, float] | None, scale: float
) -> None:
    assert reading_scale(size, dpi) == pytest.approx(scale)
