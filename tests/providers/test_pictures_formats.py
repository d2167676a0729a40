"""Every format, mode, profile and orientation comes out the same picture."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms

from pressroom.providers.pictures import (
    AVIF,
    GIF,
    HEIC,
    JPEG,
    LONG_SIDES,
    PNG,
    TIFF,
    WEBP,
    Developed,
    LocalPictureReader,
    Size,
)
from tests.pictures import BLUE, GREEN, RED, TINY_HEIC, YELLOW, encoded, flag, mime_of, opened
from tests.profiles import ADOBE_RGB, DISPLAY_P3, matrix_profile, press_profile

READER = LocalPictureReader()
PIXEL_TOLERANCE = 14
"""What lossy formats may be off by."""

Kept = Callable[[bytes], Path]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    def write(content: bytes) -> Path:
        path = tmp_path / "picture"
        path.write_bytes(content)
        return path

    return write


def develop(path: Path) -> Developed:
    return READER.develop(path, mime_of(path))


def large(developed: Developed) -> Image.Image:
    return opened(developed.thumbnails[Size.LARGE])


def quarters(image: Image.Image) -> list[tuple[int, ...]]:
    """Return the colours in the middle of the picture's quarters, row by row."""
    plain = image.convert("RGB")
    places = [(x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    pixels = [plain.getpixel((int(plain.width * x), int(plain.height * y))) for x, y in places]
    return [pixel for pixel in pixels if isinstance(pixel, tuple)]


def assert_colours(found: list[tuple[int, ...]], wanted: list[tuple[int, ...]]) -> None:
    off = [abs(a - b) for one, other in zip(found, wanted, strict=True) for a, b in zip(one, other, strict=True)]
    assert max(off) <= PIXEL_TOLERANCE, (found, wanted)


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("JPEG", "RGB", {"quality": 95}),
        ("JPEG", "RGB", {"quality": 95, "progressive": True}),
        ("MPO", "RGB", {"quality": 95, "save_all": True, "append_images": [flag()]}),
        ("PNG", "RGB", {}),
        ("PNG", "P", {}),
        ("PNG", "RGBA", {}),
        ("WEBP", "RGB", {"quality": 95}),
        ("WEBP", "RGBA", {"lossless": True}),
        ("GIF", "P", {}),
        ("TIFF", "RGB", {"compression": "tiff_lzw"}),
        ("TIFF", "RGB", {"compression": "jpeg", "quality": 95}),
        ("TIFF", "P", {}),
        ("AVIF", "RGB", {"quality": 90}),
        ("AVIF", "RGBA", {"quality": 90}),
    ],
)
def test_every_format_shows_the_same_picture(kept: Kept, kind: str, mode: str, options: dict[str, object]) -> None:
    developed = develop(kept(encoded(flag(mode=mode), kind, **options)))
    assert (developed.width, developed.height, developed.frames) == (120, 80, 1)
    assert_colours(quarters(large(developed)), [RED, GREEN, BLUE, YELLOW])
    assert {colour.basic for colour in developed.colours} == {"red", "green", "blue", "yellow"}
    assert developed.notes == []


def test_a_heic_is_shown_upright_with_what_the_phone_noted(kept: Kept) -> None:
    path = kept(TINY_HEIC)
    assert mime_of(path) == HEIC
    developed = develop(path)
    assert (developed.width, developed.height) == (48, 64)
    assert developed.camera == "Apple iPhone 15"
    assert developed.taken_at == datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
    assert_colours(quarters(large(developed)), [RED, RED, BLUE, BLUE])


@pytest.mark.parametrize("mime", [JPEG, PNG, WEBP])
def test_a_heic_is_converted_to_what_everybody_can_open(kept: Kept, mime: str) -> None:
    converted = opened(READER.convert(kept(TINY_HEIC), HEIC, to=mime))
    assert converted.size == (48, 64)
    assert not converted.getexif()
    assert_colours(quarters(converted), [RED, RED, BLUE, BLUE])


@pytest.mark.parametrize("mode", ["1", "L", "I;16", "I", "F", "LA"])
def test_greys_of_every_depth_are_shown(kept: Kept, mode: str) -> None:
    steps = Image.linear_gradient("L").resize((256, 64))
    wide = {"I;16": 257, "I": 257, "F": 1 / 255}.get(mode)
    image = steps.convert("F").point(lambda value: value * (wide or 1) + 0)
    image = image.convert("I").convert("I;16") if mode == "I;16" else image.convert("L" if not wide else mode)
    developed = develop(kept(encoded(image if wide else steps.convert(mode), "TIFF")))
    column = [large(developed).convert("L").getpixel((128, y)) for y in (4, 60)]
    assert column[0] in range(40)
    assert column[1] in range(215, 256)


def test_a_png_of_16_bits_a_channel_is_shown(kept: Kept) -> None:
    grey = Image.new("I;16", (40, 30), 32896)
    developed = develop(kept(encoded(grey, "PNG")))
    assert [colour.hex for colour in developed.colours] == ["#808080"]


def test_transparency_stays_in_thumbnails_and_becomes_white_in_jpeg(kept: Kept) -> None:
    image = flag(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 60, 40))
    path = kept(encoded(image, "PNG"))
    developed = develop(path)
    assert large(developed).getpixel((20, 20))[3] == 0  # type: ignore[index]  # a pixel of four bands
    assert "red" not in {colour.basic for colour in developed.colours}
    assert_colours(quarters(opened(READER.convert(path, PNG, to=JPEG))), [(255, 255, 255), GREEN, BLUE, YELLOW])
    assert opened(READER.convert(path, PNG, to=WEBP)).mode == "RGBA"


def test_a_palette_with_one_transparent_colour_is_understood(kept: Kept) -> None:
    image = flag(mode="P")
    developed = develop(kept(encoded(image, "GIF", transparency=image.getpixel((10, 10)))))
    assert large(developed).convert("RGBA").getpixel((20, 20))[3] == 0  # type: ignore[index]  # as above


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_orientation_is_turned_upright(kept: Kept, kind: str, orientation: int) -> None:
    lying = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = flag().transpose(lying[orientation]) if orientation in lying else flag()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    path = kept(encoded(image, kind, exif=exif, quality=95))
    developed = develop(path)
    assert (developed.width, developed.height) == (120, 80)
    assert_colours(quarters(large(developed)), [RED, GREEN, BLUE, YELLOW])
    converted = opened(READER.convert(path, mime_of(path), to=PNG))
    assert converted.size == (120, 80)
    assert_colours(quarters(converted), [RED, GREEN, BLUE, YELLOW])


def test_wide_gamut_colours_are_brought_to_srgb(kept: Kept) -> None:
    image = Image.new("RGB", (40, 30), (150, 200, 150))
    profile = matrix_profile(ADOBE_RGB, 2.19921875)
    converted = opened(READER.convert(kept(encoded(image, "PNG", icc_profile=profile)), PNG, to=PNG))
    assert_colours(quarters(converted), [(124, 201, 149)] * 4)
    assert "icc_profile" not in converted.info


@pytest.mark.parametrize(("kind", "mime"), [("JPEG", JPEG), ("WEBP", WEBP), ("TIFF", TIFF), ("AVIF", AVIF)])
def test_a_profile_counts_in_every_format(kept: Kept, kind: str, mime: str) -> None:
    profile = matrix_profile(DISPLAY_P3, 2.2)
    image = Image.new("RGB", (40, 30), (200, 100, 100))
    path = kept(encoded(image, kind, icc_profile=profile, quality=95))
    red, green, _ = quarters(opened(READER.convert(path, mime, to=PNG)))[0]
    assert red > 205
    assert green < 98


def test_an_srgb_profile_changes_nothing(kept: Kept) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = kept(encoded(flag(), "PNG", icc_profile=srgb))
    assert opened(READER.convert(path, PNG, to=PNG)).tobytes() == flag().tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_without_a_profile_is_converted_with_a_note(kept: Kept, kind: str) -> None:
    developed = develop(kept(encoded(flag(mode="CMYK"), kind, quality=95)))
    assert_colours(quarters(large(developed)), [RED, GREEN, BLUE, YELLOW])
    assert developed.notes == ["Its colours were converted from CMYK."]


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_with_a_profile_looks_as_it_prints(kept: Kept, kind: str) -> None:
    cyan = Image.new("CMYK", (40, 30), (255, 0, 0, 0))
    developed = develop(kept(encoded(cyan, kind, icc_profile=press_profile())))
    ((_, green, blue), *_) = quarters(large(developed))
    assert green < 170
    assert blue in range(190, 240)
    assert developed.notes == ["Its colours were converted from CMYK."]


def test_lab_is_understood(kept: Kept) -> None:
    lab = Image.merge("LAB", [Image.new("L", (40, 30), value) for value in (140, 128 + 60, 128 + 40)])
    developed = develop(kept(encoded(lab, "TIFF")))
    assert [colour.basic for colour in developed.colours] == ["red"]


@pytest.mark.parametrize(("kind", "mime"), [("GIF", GIF), ("WEBP", WEBP), ("PNG", PNG), ("TIFF", TIFF), ("AVIF", AVIF)])
def test_of_several_frames_the_first_is_shown_with_a_note(kept: Kept, kind: str, mime: str) -> None:
    others = [Image.new("RGB", (120, 80), (number * 40, 0, 0)) for number in range(1, 4)]
    path = kept(encoded(flag(), kind, save_all=True, append_images=others))
    assert mime_of(path) == mime
    developed = develop(path)
    assert developed.frames == 4
    assert_colours(quarters(large(developed)), [RED, GREEN, BLUE, YELLOW])
    assert developed.notes == [f"Only the first of 4 {'pictures' if mime == TIFF else 'frames'} is shown."]


def test_a_large_picture_has_three_sizes_and_a_blur(kept: Kept) -> None:
    developed = develop(kept(encoded(flag((4200, 2800)), "JPEG")))
    assert {size: max(opened(content).size) for size, content in developed.thumbnails.items()} == {
        Size.LARGE: 2048,
        Size.MEDIUM: LONG_SIDES[Size.MEDIUM],
        Size.SMALL: LONG_SIDES[Size.SMALL],
    }
    assert len(developed.placeholder) <= 300
    assert max(opened(developed.placeholder).size) == 16
    for content in (*developed.thumbnails.values(), developed.placeholder):
        with Image.open(io.BytesIO(content)) as thumbnail:
            assert thumbnail.format == "WEBP"
            assert not {"exif", "icc_profile", "xmp"} & set(thumbnail.info)


def test_what_is_converted_is_never_larger_than_the_original(kept: Kept) -> None:
    path = kept(encoded(flag(), "PNG"))
    assert opened(READER.convert(path, PNG, to=JPEG, long_side=60)).size == (60, 40)
    assert opened(READER.convert(path, PNG, to=JPEG, long_side=6000)).size == (120, 80)


def test_what_the_camera_noted_is_read(kept: Kept) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Canon", "Canon EOS R6\0"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:05:04 12:30:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "S", (33.0, 51.0, 24.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (151.0, 12.0, 36.0)
    developed = develop(kept(encoded(flag(), "JPEG", exif=exif)))
    assert developed.camera == "Canon EOS R6"
    assert developed.taken_at == datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
    assert developed.location == (-33.8566667, 151.21)
