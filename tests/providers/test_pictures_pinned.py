"""Every picture comes to the two to three of a pin: its middle, or the whole of it with bars."""

import io
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageDraw

from pressroom.kernel.errors import Invalid, TooLarge, UnsupportedType
from pressroom.providers.pictures import (
    JPEG,
    PNG,
    WEBP,
    FakePictureReader,
    Limits,
    LocalPictureReader,
    PictureReader,
)
from tests.pictures import BLUE, GREEN, RED, TINY_HEIC, YELLOW, encoded, flag, mime_of, png_claiming

READER = LocalPictureReader()
TOLERANCE = 14


def pinned(path: Path, content: bytes, *, pad: bool) -> Image.Image:
    """Return what the local reader makes of a picture."""
    path.write_bytes(content)
    with Image.open(io.BytesIO(READER.pin_picture(path, mime_of(path), pad=pad))) as made:
        made.load()
        assert made.format == "JPEG"
        assert made.mode == "RGB"
        assert made.width * 3 == made.height * 2
        assert not made.getexif()
        assert "icc_profile" not in made.info
        return made


def at(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """Return the colour at a place, 0 to 1 across and down."""
    pixel = image.getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    assert isinstance(pixel, tuple)
    return pixel


def alike(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Tell whether two colours are the same but for what JPEG takes away."""
    return all(abs(one - other) <= TOLERANCE for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("pad", [True, False])
@pytest.mark.parametrize("reader", [FakePictureReader(), LocalPictureReader()])
def test_a_pin_is_a_jpeg_of_two_to_three(tmp_path: Path, reader: PictureReader, *, pad: bool) -> None:
    path = tmp_path / "flag"
    path.write_bytes(encoded(flag(), "PNG"))
    with Image.open(io.BytesIO(reader.pin_picture(path, PNG, pad=pad))) as made:
        assert made.format == "JPEG"
        assert made.width * 3 == made.height * 2


@pytest.mark.parametrize(
    "reader", [FakePictureReader(limits=Limits(max_pixels=1000)), LocalPictureReader(limits=Limits(max_pixels=1000))]
)
def test_what_cannot_be_decoded_is_refused(tmp_path: Path, reader: PictureReader) -> None:
    path = tmp_path / "flag"
    path.write_bytes(png_claiming(2000, 2000))
    with pytest.raises(TooLarge):
        reader.pin_picture(path, PNG, pad=False)
    path.write_bytes(encoded(flag((20, 20)), "PNG")[:-30])
    with pytest.raises(Invalid):
        reader.pin_picture(path, PNG, pad=False)
    with pytest.raises(UnsupportedType):
        reader.pin_picture(path, "video/mp4", pad=False)


def test_a_wide_picture_loses_its_sides_and_a_tall_one_its_ends(tmp_path: Path) -> None:
    stripes = Image.new("RGB", (900, 300), RED)
    ImageDraw.Draw(stripes).rectangle((300, 0, 599, 300), fill=GREEN)
    wide = pinned(tmp_path / "wide", encoded(stripes, "PNG"), pad=False)
    assert wide.size == (200, 300)
    assert all(alike(at(wide, x, y), GREEN) for x in (0, 0.5, 1) for y in (0, 0.5, 1))
    tall = pinned(tmp_path / "tall", encoded(stripes.rotate(90, expand=True), "PNG"), pad=False)
    assert tall.size == (300, 450)
    assert alike(at(tall, 0.5, 0.5), GREEN)
    assert alike(at(tall, 0.5, 0.02), RED)


def test_a_whole_picture_gets_bars_of_the_colour_beside_them(tmp_path: Path) -> None:
    framed = Image.new("RGB", (1200, 600), BLUE)
    ImageDraw.Draw(framed).rectangle((100, 100, 1100, 500), fill=YELLOW)
    lying = pinned(tmp_path / "lying", encoded(framed, "PNG"), pad=True)
    assert lying.size == (1000, 1500)
    assert all(alike(at(lying, x, y), BLUE) for x in (0, 0.5, 1) for y in (0, 0.2, 0.8, 1))
    assert alike(at(lying, 0.5, 0.5), YELLOW)
    standing = pinned(tmp_path / "standing", encoded(framed.rotate(90, expand=True), "PNG"), pad=True)
    assert alike(at(standing, 0, 0.5), BLUE)
    assert alike(at(standing, 0.5, 0.5), YELLOW)


@pytest.mark.parametrize("pad", [True, False])
def test_a_pin_is_no_larger_than_its_picture_gives_nor_than_pinterest_shows(tmp_path: Path, *, pad: bool) -> None:
    assert pinned(tmp_path / "large", encoded(flag((4000, 6000)), "JPEG"), pad=pad).size == (1000, 1500)
    assert pinned(tmp_path / "small", encoded(flag((60, 90)), "PNG"), pad=pad).size == (60, 90)
    assert pinned(tmp_path / "dot", encoded(Image.new("RGB", (1, 1)), "PNG"), pad=pad).size == (2, 3)
    assert pinned(tmp_path / "line", encoded(Image.new("RGB", (3000, 1)), "PNG"), pad=pad).height % 3 == 0


@pytest.mark.parametrize("pad", [True, False])
def test_what_lies_on_its_side_is_turned_first(tmp_path: Path, *, pad: bool) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    turned = pinned(tmp_path / "turned", encoded(flag((300, 200)), "JPEG", exif=exif, quality=95), pad=pad)
    assert turned.size == (200, 300)
    assert [alike(at(turned, x, y), wanted) for x, y, wanted in ((0.2, 0.2, BLUE), (0.8, 0.2, RED), (0.2, 0.8, YELLOW))]
    assert alike(at(turned, 0.8, 0.8), GREEN)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("WEBP", "RGB"), ("PNG", "P"), ("PNG", "L"), ("GIF", "P"), ("TIFF", "CMYK"), ("AVIF", "RGB"), ("JPEG", "CMYK")],
)
def test_every_kind_of_picture_becomes_a_pin(tmp_path: Path, kind: str, mode: str) -> None:
    assert pinned(tmp_path / "one", encoded(flag((240, 360), mode), kind), pad=False).size == (240, 360)


def test_a_phone_s_heic_becomes_a_pin(tmp_path: Path) -> None:
    assert pinned(tmp_path / "phone", TINY_HEIC, pad=False).size == (42, 63)


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    glass = Image.new("RGBA", (200, 100), (*RED, 0))
    ImageDraw.Draw(glass).rectangle((80, 30, 120, 70), fill=(*BLUE, 255))
    for kind in ("PNG", "WEBP"):
        made = pinned(tmp_path / kind, encoded(glass, kind), pad=True)
        assert alike(at(made, 0, 0), (255, 255, 255))
        assert alike(at(made, 0.5, 0.5), BLUE)


def test_an_animation_gives_its_first_picture(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 60), colour) for colour in (RED, BLUE)]
    moving = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100)
    (tmp_path / "moving").write_bytes(moving)
    assert mime_of(tmp_path / "moving") == WEBP
    assert alike(at(pinned(tmp_path / "moving", moving, pad=False), 0.5, 0.5), RED)


def test_a_pin_of_a_jpeg_stays_small(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(encoded(flag((4000, 6000)), "JPEG"))
    assert len(READER.pin_picture(path, JPEG, pad=False)) < 200_000
