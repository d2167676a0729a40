"""Damaged, hostile and odd files: each ends in a clear error or in a picture with a note."""

import struct
import zlib
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from pressroom.kernel.errors import Invalid, PressroomError, TooLarge, UnsupportedType
from pressroom.providers.pictures import (
    AVIF,
    HEIC,
    JPEG,
    PNG,
    WEBP,
    Developed,
    Limits,
    LocalPictureReader,
    Size,
)
from tests.pictures import TINY_HEIC, encoded, flag, mime_of, opened, png_chunk, png_claiming, png_with, scene

READER = LocalPictureReader()
EXIF_NOTE = "Its EXIF data is damaged and was left out."
METADATA_NOTE = "Its metadata is damaged and was left out."
PROFILE_NOTE = "Its colour profile is damaged and was left out, so its colours may be off."

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


def developed_or_refused(path: Path) -> Developed | PressroomError:
    try:
        return develop(path)
    except PressroomError as error:
        return error


WHOLE = {kind: encoded(scene(1), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")} | {"HEIC": TINY_HEIC}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIC"])
@pytest.mark.parametrize("share", [0.4, 0.8])
def test_a_picture_that_ends_early_is_refused_with_what_to_do(kept: Kept, kind: str, share: float) -> None:
    path = kept(WHOLE[kind][: int(len(WHOLE[kind]) * share)])
    with pytest.raises(Invalid, match=r"ends early.+The original is kept\..+again") as caught:
        develop(path)
    assert caught.value.code == "truncated"
    with pytest.raises(Invalid):
        READER.convert(path, mime_of(path), to=PNG)


def test_a_tiff_that_ends_early_is_refused(kept: Kept) -> None:
    with pytest.raises(Invalid, match=r"The original is kept\."):
        develop(kept(WHOLE["TIFF"][:1000]))


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_rubbish_after_a_picture_s_first_bytes_is_refused(kept: Kept, kind: str) -> None:
    path = kept(WHOLE[kind][:32] + bytes(range(256)) * 8)
    with pytest.raises(Invalid) as caught:
        develop(path)
    assert caught.value.code in ("truncated", "broken")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_a_picture_of_one_pixel_is_a_picture(kept: Kept, kind: str) -> None:
    developed = develop(kept(encoded(Image.new("RGB", (1, 1), "red"), kind)))
    assert (developed.width, developed.height) == (1, 1)
    assert opened(developed.thumbnails[Size.SMALL]).size == (1, 1)
    assert len(developed.fingerprint) == 64


@pytest.mark.parametrize("size", [(50_000, 40), (40, 50_000)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_very_long_picture_is_shown_by_its_middle(kept: Kept, kind: str, size: tuple[int, int]) -> None:
    path = kept(encoded(Image.new("RGB", size, "teal"), kind))
    developed = develop(path)
    assert (developed.width, developed.height) == size
    assert sorted(opened(developed.thumbnails[Size.LARGE]).size) == [40, 400]
    assert developed.notes == ["Only its middle is shown, for it is very long."]
    assert opened(READER.convert(path, mime_of(path), to=PNG, long_side=5000)).size == (size[0] // 10, size[1] // 10)


def test_a_picture_too_long_for_the_wanted_type_is_refused(kept: Kept) -> None:
    path = kept(encoded(Image.new("RGB", (20_000, 10)), "PNG"))
    with pytest.raises(TooLarge, match="a WebP at most 16,383"):
        READER.convert(path, PNG, to=WEBP)
    assert opened(READER.convert(path, PNG, to=WEBP, long_side=16_000)).size == (16_000, 8)


def test_too_many_pixels_are_refused_before_decoding(kept: Kept) -> None:
    with pytest.raises(TooLarge, match="30,000 by 20,000 pixels, 600 million in all, and at most 300") as caught:
        develop(kept(png_claiming(30_000, 20_000)))
    assert caught.value.code == "too_many_pixels"


def test_a_limit_of_one_s_own_is_kept(kept: Kept) -> None:
    with pytest.raises(TooLarge):
        LocalPictureReader(limits=Limits(max_pixels=1000)).develop(kept(WHOLE["AVIF"]), AVIF)


def test_a_bomb_whose_size_is_allowed_is_a_plain_picture(kept: Kept) -> None:
    developed = develop(kept(encoded(Image.new("1", (12_000, 12_000)), "PNG")))
    assert [colour.name for colour in developed.colours] == ["black"]


@pytest.mark.parametrize(
    "chunk",
    [
        png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000))),
        png_chunk(b"iCCP", b"Profile\0\0" + zlib.compress(bytes(50_000_000))),
        png_chunk(b"iCCP", b"Profile\0\7rubbish"),
        png_chunk(b"pHYs", b"\0"),
        png_chunk(b"iTXt", b"\0"),
    ],
)
def test_a_bomb_in_a_png_s_metadata_costs_only_the_metadata(kept: Kept, chunk: bytes) -> None:
    developed = develop(kept(png_with(encoded(flag(), "PNG"), chunk)))
    assert len(developed.colours) == 4
    assert list(developed.notes) in ([METADATA_NOTE], [])


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0rubbish that is no TIFF",
        b"Exif\0\0II*\0\xff\xff\xff\x7f",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + bytes(60),
        b"Exif\0\0",
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damaged_exif_costs_only_the_exif(kept: Kept, kind: str, exif: bytes) -> None:
    developed = develop(kept(encoded(flag(), kind, exif=exif)))
    assert (developed.width, developed.height, developed.taken_at) == (120, 80, None)
    assert list(developed.notes) in ([EXIF_NOTE], [])


def test_exif_that_contains_itself_is_read_once(kept: Kept) -> None:
    to_itself = struct.pack(">HHHII", 1, ExifTags.IFD.Exif, 4, 1, 8) + bytes(4)
    assert len(develop(kept(encoded(flag(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08" + to_itself))).colours) == 4


def test_exif_of_a_dishonest_size_is_left_unread(kept: Kept) -> None:
    entries = b"".join(struct.pack(">HHII", number, 7, 2_000_000, 8) for number in range(60_000))
    exif = b"MM\0*\0\0\0\x08" + struct.pack(">H", 60_000) + entries + bytes(2_000_000)
    developed = develop(kept(png_with(encoded(flag(), "PNG"), png_chunk(b"eXIf", exif))))
    assert developed.notes == [EXIF_NOTE]


def test_damaged_exif_does_not_cost_an_avif(kept: Kept) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "iPhone"
    content = encoded(flag(), "AVIF", exif=exif)
    damaged = content.replace(exif.tobytes()[6:14], b"rubbish!")
    assert damaged != content
    assert develop(kept(damaged)).notes == [METADATA_NOTE]


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (ExifTags.Base.DateTimeOriginal, "0000:00:00 00:00:00"),
        (ExifTags.Base.DateTimeOriginal, "yesterday"),
        (ExifTags.Base.OffsetTimeOriginal, "+99:99"),
    ],
)
def test_a_date_that_is_none_is_left_out(kept: Kept, tag: int, value: str) -> None:
    exif = Image.Exif()
    shot = exif.get_ifd(ExifTags.IFD.Exif)
    shot[ExifTags.Base.DateTimeOriginal] = "0001:01:01 00:00:00"
    shot[ExifTags.Base.OffsetTimeOriginal] = "+14:00"
    shot[tag] = value
    developed = develop(kept(encoded(flag(), "JPEG", exif=exif)))
    assert developed.taken_at is None or developed.taken_at.year == 1
    assert developed.notes == []


@pytest.mark.parametrize("degrees", [(IFDRational(0, 0), 0.0, 0.0), (91.0, 0.0, 0.0), (0.0, 0.0, 0.0)])
def test_a_place_that_is_nowhere_is_left_out(kept: Kept, degrees: tuple[float, float, float]) -> None:
    exif = Image.Exif()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitude] = place[ExifTags.GPS.GPSLongitude] = degrees
    assert develop(kept(encoded(flag(), "JPEG", exif=exif))).location is None


def test_a_damaged_profile_costs_only_the_profile(kept: Kept) -> None:
    developed = develop(kept(encoded(flag(), "JPEG", icc_profile=b"no profile at all" * 20)))
    assert developed.notes == [PROFILE_NOTE]
    assert len(developed.colours) == 4


def test_a_picture_that_can_be_seen_nowhere_has_no_colours(kept: Kept) -> None:
    developed = develop(kept(encoded(Image.new("RGBA", (50, 50), (255, 0, 0, 0)), "PNG")))
    assert developed.colours == []


def test_noise_has_a_blur_that_is_small_enough(kept: Kept) -> None:
    noise = Image.effect_noise((16, 16), 200).convert("RGB")
    noise.putalpha(Image.effect_noise((16, 16), 200))
    assert len(develop(kept(encoded(noise, "PNG"))).placeholder) <= 300


def test_a_type_that_is_no_picture_is_refused(kept: Kept) -> None:
    with pytest.raises(UnsupportedType, match="takes JPEG, PNG"):
        READER.develop(kept(b"%PDF-1.7"), "application/pdf")
    with pytest.raises(UnsupportedType, match="JPEG, PNG or WebP, not image/gif"):
        READER.convert(kept(WHOLE["PNG"]), PNG, to="image/gif")


def test_a_png_named_jpg_is_developed_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(WHOLE["PNG"])
    assert mime_of(path) == PNG
    assert develop(path).width == 900


SEEDS = sorted(content for kind, content in WHOLE.items() if kind != "GIF")


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_wrong_with_a_file_only_our_errors_come_of_it(kept: Kept, data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(SEEDS)))
    near_start = st.integers(0, min(len(content), 1200) - 1)
    for at, value in data.draw(st.lists(st.tuples(near_start, st.integers(0, 255)), min_size=1, max_size=12)):
        content[at] = value
    outcome = developed_or_refused(kept(bytes(content)))
    assert str(outcome).strip() if isinstance(outcome, PressroomError) else min(outcome.width, outcome.height) > 0


def test_a_heic_whose_pixels_are_gone_is_refused(kept: Kept) -> None:
    at = TINY_HEIC.index(b"mdat") + 4
    path = kept(TINY_HEIC[:at] + bytes(len(TINY_HEIC) - at))
    with pytest.raises(Invalid) as caught:
        READER.develop(path, HEIC)
    assert caught.value.code in ("truncated", "broken")


def test_a_jpeg_that_is_only_a_header_is_refused(kept: Kept) -> None:
    with pytest.raises(Invalid):
        READER.develop(kept(b64decode("/9j/4AAQSkZJRgABAQAAAQABAAD/")), JPEG)
