import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.providers.pages import clean_filename


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Rechnung März.pdf", "Rechnung März.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\system.ini", "system.ini"),
        ("C:\\scans\\letter.pdf", "letter.pdf"),
        ("a\0b\r\nc.txt", "ab c.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066report\u2069.pdf", "report.pdf"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("   ", "unnamed"),
        ("folder/", "unnamed"),
        (".pdf", "unnamed.pdf"),
        ("letter.pdf. ", "letter.pdf"),
        ("a    b.pdf", "a b.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("👩\u200d🌾.png", "👩\u200d🌾.png"),
    ],
)
def test_a_name_is_made_safe(name: str, clean: str) -> None:
    assert clean_filename(name) == clean


def test_a_long_name_keeps_its_ending() -> None:
    clean = clean_filename("ß" * 300 + ".pdf")
    assert clean.endswith("ß.pdf")
    assert len(clean.encode()) <= 255


def test_an_overlong_ending_is_cut_like_the_rest() -> None:
    assert len(clean_filename("a." + "b" * 400).encode()) <= 255


@given(st.text())
def test_any_name_becomes_safe(name: str) -> None:
    clean = clean_filename(name)
    assert clean
    assert clean not in (".", "..")
    assert "/" not in clean
    assert "\\" not in clean
    assert len(clean.encode()) <= 255
    assert not any(unicodedata.category(char) in ("Cc", "Cs") or char in "\u202e\u2066" for char in clean)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(name: str) -> None:
    assert clean_filename(clean_filename(name)) == clean_filename(name)
