import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageDraw, ImageFont

from pressroom.kernel.errors import Invalid, TooLarge
from pressroom.providers.pages import Limits, Page, sniff
from pressroom.providers.pages.local import LocalPageReader
from pressroom.providers.pages.sniff import PNG, TIFF
from tests.pages import read_all
from tests.pictures import png_claiming

READER = LocalPageReader(languages="eng")
WORDS = "Bread and butter pudding"

Written = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path) -> Written:
    def written(image: Image.Image, kind: str, **options: object) -> Path:
        path = tmp_path / f"picture.{kind.lower()}"
        image.save(path, kind, **options)
        return path

    return written


@pytest.fixture
def raw(tmp_path: Path) -> Callable[[bytes], Path]:
    def written(content: bytes) -> Path:
        path = tmp_path / "picture"
        path.write_bytes(content)
        return path

    return written


def lettered(mode: str = "RGB", *, size: tuple[int, int] = (1300, 500), paper: str = "white") -> Image.Image:
    image = Image.new("RGB", size, paper)
    ImageDraw.Draw(image).text((120, 200), WORDS, fill="black", font=ImageFont.load_default(56))
    return image.convert(mode)


def only_page(path: Path, reader: LocalPageReader = READER) -> Page:
    (page,) = read_all(reader, path)
    return page


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "1"),
        ("PNG", "L"),
        ("PNG", "P"),
        ("PNG", "RGB"),
        ("PNG", "I;16"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGB"),
        ("TIFF", "1"),
        ("TIFF", "CMYK"),
        ("TIFF", "F"),
    ],
)
def test_pictures_of_every_kind_are_read(file: Written, kind: str, mode: str) -> None:
    image = lettered().convert("L").convert("F").point(lambda grey: grey * 257.0 + 0) if mode == "I;16" else lettered()
    page = only_page(file(image.convert("I").convert("I;16") if mode == "I;16" else image.convert(mode), kind))
    assert page.text == WORDS
    assert page.source == "ocr"


def test_transparent_paper_is_white(file: Written) -> None:
    image = lettered("RGBA")
    image.putalpha(image.convert("L").point(lambda grey: 255 - grey))
    assert only_page(file(image, "PNG")).text == WORDS
    assert only_page(file(image.quantize(16), "PNG")).text == WORDS


def test_a_photo_is_shown_and_read_the_way_the_camera_was_held(file: Written) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    page = only_page(file(lettered().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif))
    assert page.text == WORDS
    assert page.rotation == 0
    assert page.width is not None
    assert page.height is not None
    assert page.width > page.height


def test_the_camera_tells_when(file: Written) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = "2026:05:04 12:30:00"
    path = file(lettered(), "JPEG", exif=exif)
    assert READER.inspect(path, "image/jpeg").created == datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


def test_every_page_of_a_tiff_is_read(file: Written) -> None:
    pages = [lettered(), Image.new("RGB", (800, 600), "white"), lettered()]
    path = file(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert [page.text for page in read_all(READER, path)] == [WORDS, "", WORDS]


def test_a_tiff_of_too_many_pages_is_refused(file: Written) -> None:
    path = file(lettered(), "TIFF", save_all=True, append_images=[lettered()] * 3)
    with pytest.raises(TooLarge, match="4 pages, and at most 3 are taken") as caught:
        LocalPageReader(limits=Limits(max_pages=3)).inspect(path, TIFF)
    assert caught.value.code == "too_many_pages"


def test_a_picture_of_one_pixel_is_a_blank_page(file: Written) -> None:
    page = only_page(file(Image.new("RGB", (1, 1)), "PNG"))
    assert (page.text, page.width, page.height) == ("", 2, 2)


def test_a_blank_picture_costs_no_ocr(file: Written) -> None:
    reader = LocalPageReader(engine="tests.providers.engines:crashing")
    assert only_page(file(Image.new("L", (900, 900), 250), "PNG"), reader).text == ""


def test_too_many_pixels_are_refused_before_decoding(raw: Callable[[bytes], Path]) -> None:
    path = raw(png_claiming(20_000, 20_000))
    with pytest.raises(TooLarge, match="20,000 by 20,000 pixels, 400 million in all, and at most 100") as caught:
        READER.inspect(path, PNG)
    assert caught.value.code == "too_many_pixels"
    with pytest.raises(TooLarge):
        list(READER.read(path, PNG, [1]))


def test_a_bomb_in_a_later_frame_is_refused(file: Written) -> None:
    frames = [lettered(), Image.new("1", (9000, 9000))]
    path = file(frames[0], "TIFF", save_all=True, append_images=frames[1:], compression="tiff_deflate")
    with pytest.raises(TooLarge):
        LocalPageReader(limits=Limits(max_pixels=50_000_000)).inspect(path, TIFF)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_that_ends_early_is_refused_with_what_to_do(raw: Callable[[bytes], Path], kind: str) -> None:
    out = io.BytesIO()
    lettered().save(out, kind)
    path = raw(out.getvalue()[: len(out.getvalue()) // 2])
    with pytest.raises(Invalid, match=r"The original is kept\.") as caught:
        only_page(path)
    assert caught.value.code in ("truncated", "broken")
    assert kind != "JPEG" or caught.value.code == "truncated"


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF....WEBP", b"II*\0", b"MM\0*"])
def test_rubbish_after_a_picture_s_first_bytes_is_refused(raw: Callable[[bytes], Path], head: bytes) -> None:
    path = raw(head + bytes(range(256)) * 8)
    with pytest.raises(Invalid) as caught:
        READER.inspect(path, sniff(path.read_bytes(), "x"))
    assert caught.value.code in ("truncated", "broken")


def test_a_large_photo_is_made_smaller_and_a_small_one_larger_for_reading(file: Written) -> None:
    large = lettered(size=(1300, 500)).resize((5200, 2000))
    assert only_page(file(large, "JPEG")).text == WORDS
    small = lettered().resize((433, 167), Image.Resampling.LANCZOS)
    assert only_page(file(small, "PNG")).text == WORDS
