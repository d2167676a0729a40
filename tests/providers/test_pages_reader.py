"""What every page reader promises, and what the local one does beyond: run apart, in parallel."""

import io
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # pypdfium2 ships no types
import pytest
from PIL import Image

from bench.scans import Wear, bind, render, scan, typeset
from pressroom.kernel.errors import Invalid, ProviderBusy, ProviderRefused, TooLarge
from pressroom.kernel.processes import ProcessDied, ProcessTimedOut
from pressroom.providers.pages import Limits, Page, PageReader
from pressroom.providers.pages.fake import FakePageReader
from pressroom.providers.pages.local import LocalPageReader
from pressroom.providers.pages.sniff import PDF, TEXT
from tests.pages import read_all

SAMPLES = Path(__file__).parents[2] / "samples"
THREE_PAGES = "First page\n\nwith a paragraph\fSecond page\fThird page\n"


@pytest.fixture(params=["fake", "local"])
def reader(request: pytest.FixtureRequest) -> PageReader:
    limits = Limits(max_pages=3)
    return FakePageReader(limits) if request.param == "fake" else LocalPageReader(limits=limits)


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "pages.txt"
    path.write_text(THREE_PAGES, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def scan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scans") / "scan.pdf"
    path.write_bytes(bind([_scanned(), _scanned()]))
    return path


def test_pages_are_counted(reader: PageReader, text_file: Path) -> None:
    assert reader.inspect(text_file, TEXT).page_count == 3


def test_pages_are_read_by_number(reader: PageReader, text_file: Path) -> None:
    pages = list(reader.read(text_file, TEXT, [3, 1]))
    assert sorted((page.number, page.text) for page in pages) == [
        (1, "First page\n\nwith a paragraph"),
        (3, "Third page"),
    ]
    assert {page.source for page in pages} == {"file"}
    assert {page.picture for page in pages} == {None}


def test_more_pages_than_allowed_are_refused(reader: PageReader, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\f".join("abcd"), encoding="utf-8")
    with pytest.raises(TooLarge) as caught:
        reader.inspect(path, TEXT)
    assert caught.value.code == "too_many_pages"


def test_a_page_beyond_the_last_is_refused(reader: PageReader, text_file: Path) -> None:
    with pytest.raises(Invalid, match="There is no page 4"):
        list(reader.read(text_file, TEXT, [4]))


def test_no_numbers_give_no_pages(reader: PageReader, text_file: Path) -> None:
    assert list(reader.read(text_file, TEXT, [])) == []


def test_the_fake_fails_where_it_is_told_to(text_file: Path) -> None:
    reader = FakePageReader(errors={0: Invalid("Broken."), 2: ProviderBusy("Later.")})
    with pytest.raises(Invalid, match="Broken"):
        reader.inspect(text_file, TEXT)
    pages = reader.read(text_file, TEXT, [1, 2, 3])
    assert next(pages).number == 1
    with pytest.raises(ProviderBusy):
        next(pages)


@pytest.mark.parametrize("path", sorted(one for one in SAMPLES.iterdir() if one.is_file()), ids=lambda path: path.name)
def test_every_sample_is_read(path: Path) -> None:
    pages = read_all(LocalPageReader(), path)
    assert all(len(page.text) > 100 for page in pages if page.number == 1)
    assert all(page.picture is None or _jpeg_size(page) == (page.width, page.height) for page in pages)


def test_a_page_has_a_picture_and_a_thumbnail(scan_file: Path) -> None:
    page = read_all(LocalPageReader(engine="tests.providers.engines:garden"), scan_file)[0]
    assert page.text == "A garden."
    assert page.source == "ocr"
    assert page.confidence == 0.8
    assert page.width == 1000
    assert page.thumbnail is not None
    assert Image.open(io.BytesIO(page.thumbnail)).width == 160


def test_a_turned_page_is_shown_upright(scan_file: Path) -> None:
    page = read_all(LocalPageReader(engine="tests.providers.engines:turned"), scan_file)[0]
    assert page.rotation == 270
    assert page.width is not None
    assert page.height is not None
    assert page.width > page.height


def test_an_engine_that_crashes_is_an_error_about_its_page_only(scan_file: Path, text_file: Path) -> None:
    crashing = LocalPageReader(engine="tests.providers.engines:crashing")
    with pytest.raises(ProcessDied, match="Page 2: The process reading this crashed") as caught:
        list(crashing.read(scan_file, PDF, [2]))
    assert isinstance(caught.value, ProviderRefused)
    assert len(read_all(LocalPageReader(), text_file)) == 3


def test_an_engine_that_hangs_is_stopped_and_may_be_tried_again(scan_file: Path) -> None:
    hanging = LocalPageReader(engine="tests.providers.engines:hanging", page_seconds=2)
    with pytest.raises(ProcessTimedOut, match="Page 1: This took longer than 2 seconds") as caught:
        list(hanging.read(scan_file, PDF, [1]))
    assert isinstance(caught.value, ProviderBusy)


def test_a_page_comes_as_soon_as_it_is_ready(tmp_path: Path) -> None:
    path = tmp_path / "mixed.pdf"
    with pdfium.PdfDocument(typeset("Written.")) as document, pdfium.PdfDocument(bind([_scanned()])) as second:
        document.import_pages(second)
        document.save(path)
    pages = LocalPageReader(engine="tests.providers.engines:hanging", page_seconds=3).read(path, PDF, [2, 1])
    assert next(pages).text == "Written."
    with pytest.raises(ProcessTimedOut, match="Page 2"):
        next(pages)


def test_reading_can_be_given_up_early(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(typeset("\n\n".join("word " * 150 for _ in range(40))))
    reader = LocalPageReader()
    pages = reader.read(path, PDF, range(1, 9))
    next(pages)
    pages.close()  # type: ignore[attr-defined]  # an iterator that is a generator
    assert reader.inspect(path, PDF).page_count == 8


def test_judging_and_reading_load_no_parser_into_this_process() -> None:
    program = "import sys, pressroom.providers.pages.local; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  # our own program
    assert {"PIL", "pypdfium2", "docx", "tesserocr", "numpy"}.isdisjoint(loaded.stdout.split())


def _scanned() -> Image.Image:
    return scan(render(typeset("A page\n\nthat was scanned, on both sides."))[0], Wear())


def _jpeg_size(page: Page) -> tuple[int, int]:
    assert page.picture is not None
    with Image.open(io.BytesIO(page.picture)) as picture:
        assert picture.format == "JPEG"
        return picture.size
