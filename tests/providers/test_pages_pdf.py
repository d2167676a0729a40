import io
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # pypdfium2 ships no types
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from bench.scans import Wear, bind, render, scan, typeset
from pressroom.kernel.errors import Invalid, TooLarge
from pressroom.providers.pages import Limits
from pressroom.providers.pages.local import LocalPageReader
from pressroom.providers.pages.sniff import PDF
from tests.pages import read_all

READER = LocalPageReader()
WORDS = "The goods lift is out of order until Thursday, 8 October."


Written = Callable[[bytes], Path]


@pytest.fixture
def file(tmp_path: Path) -> Written:
    def written(content: bytes) -> Path:
        path = tmp_path / "file.pdf"
        path.write_bytes(content)
        return path

    return written


def drawn(draw: Callable[[Canvas], object], *, size: tuple[float, float] = A4, password: str | None = None) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, encrypt=password)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def saved(document: pdfium.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def hand_made(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    for number, content in enumerate(objects, 1):
        out += b"%d 0 obj %s endobj\n" % (number, content)
    return out + b"trailer <</Root 1 0 R /Size %d>>\n%%%%EOF" % (len(objects) + 1)


def test_the_text_layer_is_read_in_order(file: Written) -> None:
    page = read_all(READER, file(typeset("First.\n\nSecond, longer.\n\nThird.")))[0]
    assert page.text.split("\n") == ["First.", "Second, longer.", "Third."]
    assert (page.source, page.confidence, page.rotation) == ("text_layer", None, 0)


def test_words_cut_at_the_end_of_a_line_are_made_whole(file: Written) -> None:
    def draw(canvas: Canvas) -> None:
        for y, line in ((700, "The commit-"), (686, "tee met. Ein- und Aus-"), (672, "gang bleiben offen.")):
            canvas.drawString(72, y, line)

    assert read_all(READER, file(drawn(draw)))[0].text.split() == (
        ["The", "committee", "met.", "Ein-", "und", "Ausgang", "bleiben", "offen."]
    )


def test_what_was_filled_into_a_form_is_read(file: Written) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Name:")
        canvas.acroForm.textfield(name="name", x=120, y=692, width=200, height=20, value="Margaret Oakes")

    path = file(drawn(draw))
    assert "Margaret Oakes" in read_all(READER, path)[0].text
    assert "Margaret Oakes" in read_all(READER, path)[0].text


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_written_line_by_line_across_are_read_one_after_the_other(file: Written, columns: int) -> None:
    words = [f"word{number}" for number in range(30 * 3 * columns)]
    width = 480 // columns

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        for row in range(30):
            for column in range(columns):
                first = 3 * (30 * column + row)
                canvas.drawString(60 + width * column, 700 - 14 * row, "  and ".join(words[first : first + 3]))
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, 740, "A headline across all of the columns of the page")

    text = read_all(READER, file(drawn(draw)))[0].text
    assert text.startswith("A headline across all of the columns of the page\nword0 ")
    assert [word for word in text.split() if word.startswith("word")] == words


def test_a_table_is_read_row_by_row(file: Written) -> None:
    rows = [(f"Garden hose, {number} m", f"{number}00 pieces", f"£{number}.00") for number in range(10, 30)]

    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                canvas.drawString(60 + 150 * column, 700 - 16 * number, words)

    assert read_all(READER, file(drawn(draw)))[0].text.splitlines() == [" ".join(row) for row in rows]


def test_a_scan_is_read_by_ocr_and_a_text_page_is_not(file: Written) -> None:
    scanned = bind([scan(render(typeset(WORDS))[0], Wear())])
    page = read_all(READER, file(scanned))[0]
    assert page.text == WORDS
    assert page.source == "ocr"
    assert page.confidence is not None
    assert page.confidence > 0.9


def test_a_scan_with_a_stamped_header_is_read_by_ocr(file: Written) -> None:
    picture = scan(render(typeset(WORDS * 5))[0], Wear())

    def draw(canvas: Canvas) -> None:
        canvas.drawInlineImage(picture, 0, 0, *A4)
        canvas.drawString(40, 820, "Received 9 October")

    page = read_all(READER, file(drawn(draw)))[0]
    assert page.source == "ocr"
    assert page.text.count("goods lift") == 5


def test_a_page_with_letters_but_no_key_to_them_is_read_by_ocr(file: Written) -> None:
    outlines = drawn(lambda canvas: canvas.drawString(72, 700, WORDS))
    unkeyed = outlines.replace(b"/Encoding /WinAnsiEncoding", b"/Encoding <</Differences [32 /g1]>>")
    assert "goods lift" in read_all(READER, file(unkeyed))[0].text


def test_a_blank_page_stays_blank_and_costs_no_ocr(file: Written) -> None:
    page = read_all(LocalPageReader(engine="tests.providers.engines:crashing"), file(drawn(lambda _: None)))[0]
    assert (page.text, page.source) == ("", "text_layer")
    assert page.picture is not None


def test_a_protected_pdf_asks_for_its_password_and_opens_with_it(file: Written) -> None:
    path = file(drawn(lambda canvas: canvas.drawString(72, 700, WORDS), password="seagull"))
    with pytest.raises(Invalid, match=r"protected with a password\. Enter it") as caught:
        READER.inspect(path, PDF)
    assert caught.value.code == "encrypted"
    with pytest.raises(Invalid, match="password does not open") as caught:
        READER.inspect(path, PDF, password="herring gull")
    assert caught.value.code == "wrong_password"
    assert read_all(READER, path, password="seagull")[0].text == WORDS


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\nthis is no PDF",
        typeset(WORDS)[:300],
        b"%PDF-1.7\n" + bytes(range(256)) * 40,
    ],
    ids=["no structure", "cut off", "noise"],
)
def test_a_broken_pdf_is_refused_with_what_to_do(file: Written, content: bytes) -> None:
    with pytest.raises(Invalid, match=r"is damaged: .* The original is kept") as caught:
        READER.inspect(file(content), PDF)
    assert caught.value.code == "broken"


def test_a_pdf_without_pages_is_refused(file: Written) -> None:
    with pdfium.PdfDocument.new() as empty:
        content = saved(empty)
    with pytest.raises(Invalid, match="has no pages") as caught:
        READER.inspect(file(content), PDF)
    assert caught.value.code == "no_pages"


def test_a_pdf_with_too_many_pages_is_refused_naming_both_numbers(file: Written) -> None:
    kids = b" ".join([b"3 0 R"] * 5003)
    many = hand_made(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [%s] /Count 5003>>" % kids,
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 72 72]>>",
        ]
    )
    with pytest.raises(TooLarge, match="5,003 pages, and at most 2,000 are taken") as caught:
        READER.inspect(file(many), PDF)
    assert caught.value.code == "too_many_pages"


def test_a_page_that_is_not_there_is_an_error_about_that_page(file: Written) -> None:
    with pytest.raises(Invalid, match="Page 7: "):
        list(READER.read(file(typeset(WORDS)), PDF, [7]))


def test_a_page_as_large_as_a_house_is_shown_at_a_bearable_size(file: Written) -> None:
    house = drawn(lambda canvas: canvas.rect(0, 0, 9000, 9000, fill=1), size=(14_400, 14_400))
    page = read_all(LocalPageReader(engine="tests.providers.engines:garden"), file(house))[0]
    assert page.text == "A garden."
    assert page.width is not None
    assert page.width <= 1000


def test_a_page_as_thin_as_a_thread_is_shown(file: Written) -> None:
    page = read_all(READER, file(drawn(lambda canvas: canvas.drawString(0, 5, WORDS), size=(3, 14_000))))[0]
    assert page.width is not None
    assert page.width >= 1


def test_a_picture_that_unpacks_to_gigabytes_harms_only_its_own_document(file: Written) -> None:
    side = 60_000
    row = zlib.compress(bytes(side) * 600, 9)
    image = (
        b"<</Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d>> stream\n%s\nendstream" % (side, side, len(row), row)
    )
    drawing = b"9 0 0 9 0 0 cm /I Do"
    bomb = hand_made(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R /Resources <</XObject <</I 4 0 R>>>>>>",
            image,
            b"<</Length %d>> stream\n%s\nendstream" % (len(drawing), drawing),
        ]
    )
    reader = LocalPageReader(engine="tests.providers.engines:garden", page_seconds=20)
    assert len(list(reader.read(file(bomb), PDF, [1]))) == 1


def test_title_and_date_are_told(file: Written) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Lift notice")

    contents = READER.inspect(file(drawn(draw)), PDF)
    assert contents.title == "Lift notice"
    assert contents.created is not None
    assert contents.created.tzinfo is not None


def test_a_text_layer_longer_than_allowed_is_refused(file: Written) -> None:
    reader = LocalPageReader(limits=Limits(max_text_chars=50))
    with pytest.raises(TooLarge, match="Page 1: This page has more than 50 characters") as caught:
        read_all(reader, file(typeset(WORDS)))
    assert caught.value.code == "too_much_text"


def test_a_file_replaced_under_its_name_is_read_anew(file: Written) -> None:
    assert read_all(READER, file(typeset("The old text.")))[0].text == "The old text."
    time.sleep(0.01)
    assert read_all(READER, file(typeset("The newer text.")))[0].text == "The newer text."


def test_a_page_is_shown_as_the_pdf_turns_it(file: Written) -> None:
    with pdfium.PdfDocument(typeset(WORDS)) as document:
        document[0].set_rotation(90)
        content = saved(document)
    page = read_all(READER, file(content))[0]
    assert page.text == WORDS
    assert page.width is not None
    assert page.height is not None
    assert page.width > page.height
