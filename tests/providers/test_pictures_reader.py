"""What every reader of pictures promises, and what the local one does beyond: run apart, tell likeness."""

import io
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance

from pressroom.kernel.errors import Invalid, ProviderBusy, ProviderError, ProviderRefused, TooLarge, UnsupportedType
from pressroom.kernel.processes import ProcessTimedOut
from pressroom.providers.pictures import (
    ALIKE,
    BASIC_COLOURS,
    JPEG,
    LONG_SIDES,
    PNG,
    WEBP,
    FakePictureReader,
    Limits,
    LocalPictureReader,
    PictureReader,
    Size,
    fingerprint_distance,
)
from tests.pictures import encoded, flag, mime_of, opened, png_claiming, scene

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(params=["fake", "local"])
def reader(request: pytest.FixtureRequest) -> PictureReader:
    limits = Limits(max_pixels=1_000_000)
    return FakePictureReader(limits=limits) if request.param == "fake" else LocalPictureReader(limits=limits)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "flag.png"
    path.write_bytes(encoded(flag(), "PNG"))
    return path


def test_a_picture_is_developed_in_full(reader: PictureReader, picture: Path) -> None:
    developed = reader.develop(picture, PNG)
    assert (developed.width, developed.height, developed.frames) == (120, 80, 1)
    assert set(developed.thumbnails) == set(Size)
    for size, content in developed.thumbnails.items():
        assert max(opened(content).size) <= LONG_SIDES[size]
    assert len(developed.placeholder) <= 300
    assert max(opened(developed.placeholder).size) <= 16
    assert len(developed.fingerprint) == 64
    assert set(developed.fingerprint) <= {"0", "1"}
    assert 0 < sum(colour.share for colour in developed.colours) <= 1.001
    assert [colour.share for colour in developed.colours] == sorted((c.share for c in developed.colours), reverse=True)
    assert {colour.basic for colour in developed.colours} <= set(BASIC_COLOURS)


def test_the_same_picture_gives_the_same(reader: PictureReader, picture: Path) -> None:
    assert reader.develop(picture, PNG) == reader.develop(picture, PNG)


def test_another_picture_has_another_fingerprint(reader: PictureReader, picture: Path, tmp_path: Path) -> None:
    other = tmp_path / "scene.png"
    other.write_bytes(encoded(scene(4), "PNG"))
    distance = fingerprint_distance(reader.develop(picture, PNG).fingerprint, reader.develop(other, PNG).fingerprint)
    assert distance > ALIKE


def test_too_many_pixels_are_refused(reader: PictureReader, tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(png_claiming(2000, 2000))
    for ask in (lambda: reader.develop(path, PNG), lambda: reader.convert(path, PNG, to=JPEG)):
        with pytest.raises(TooLarge) as caught:
            ask()
        assert caught.value.code == "too_many_pixels"


def test_what_is_broken_or_cut_is_refused(reader: PictureReader, picture: Path) -> None:
    whole = picture.read_bytes()
    for content, code in ((whole[:-30], "truncated"), (whole[:8] + b"rubbish" * 40, "broken")):
        picture.write_bytes(content)
        with pytest.raises(Invalid) as caught:
            reader.develop(picture, PNG)
        assert caught.value.code in {code, "truncated"}


@pytest.mark.parametrize(("to", "kind"), [(JPEG, "JPEG"), (PNG, "PNG"), (WEBP, "WEBP")])
def test_a_picture_is_converted(reader: PictureReader, picture: Path, to: str, kind: str) -> None:
    with Image.open(io.BytesIO(reader.convert(picture, PNG, to=to, long_side=60))) as converted:
        assert converted.format == kind
        assert max(converted.size) <= 60


def test_an_unknown_type_is_refused_both_ways(reader: PictureReader, picture: Path) -> None:
    for ask in (lambda: reader.develop(picture, "video/mp4"), lambda: reader.convert(picture, PNG, to="image/bmp")):
        with pytest.raises(UnsupportedType):
            ask()


def test_a_file_that_is_gone_is_said_to_be(reader: PictureReader, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        reader.develop(tmp_path / "gone.png", PNG)


def test_the_fake_fails_as_it_is_told_to(picture: Path) -> None:
    busy = FakePictureReader(busy=1, retry_after=3)
    with pytest.raises(ProviderBusy) as caught:
        busy.develop(picture, PNG)
    assert caught.value.retry_after == 3
    answer = busy.develop(picture, PNG)
    with pytest.raises(ProviderRefused):
        FakePictureReader(error=ProviderRefused("No.")).convert(picture, PNG, to=PNG)
    scripted = FakePictureReader(answers={b"IHDR": answer}, errors={b"marked": Invalid("Broken.", code="broken")})
    assert scripted.develop(picture, PNG) is answer
    picture.write_bytes(picture.read_bytes() + b"marked")
    with pytest.raises(Invalid):
        scripted.develop(picture, PNG)
    assert [call[0] for call in scripted.calls] == ["develop", "develop"]


def test_a_picture_that_takes_too_long_is_given_up_and_may_be_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "slow.png"
    path.write_bytes(encoded(Image.new("RGB", (9000, 9000)), "PNG"))
    with pytest.raises(ProcessTimedOut) as caught:
        LocalPictureReader(seconds=0.05).develop(path, PNG)
    assert isinstance(caught.value, ProviderError)


def test_a_child_can_be_prepared() -> None:
    assert LocalPictureReader().preparation()() is None


@pytest.mark.parametrize("path", sorted([*SAMPLES.glob("*.jpg"), *SAMPLES.glob("*.png"), *SAMPLES.glob("*.tiff")]))
def test_every_sample_picture_is_developed(path: Path) -> None:
    developed = LocalPictureReader().develop(path, mime_of(path))
    assert developed.colours
    assert opened(developed.thumbnails[Size.MEDIUM]).width > 100


def test_a_picture_is_like_itself_however_it_was_saved(tmp_path: Path) -> None:
    original = scene(2)
    versions = [
        encoded(original, "PNG"),
        encoded(original, "JPEG", quality=40),
        encoded(original.resize((300, 200)), "JPEG"),
        encoded(original, "WEBP", quality=50),
        encoded(ImageEnhance.Brightness(original).enhance(0.9), "PNG"),
        encoded(original.crop((9, 6, 891, 594)), "JPEG"),
    ]
    prints = [_fingerprint(tmp_path, content) for content in versions]
    assert max(fingerprint_distance(prints[0], other) for other in prints[1:]) <= ALIKE


def test_different_pictures_are_not_alike(tmp_path: Path) -> None:
    prints = [_fingerprint(tmp_path, encoded(scene(seed, (300, 200)), "PNG")) for seed in range(8)]
    assert min(fingerprint_distance(one, other) for one, other in combinations(prints, 2)) > ALIKE


def test_judging_and_developing_load_no_decoder_into_this_process() -> None:
    program = "import sys, pressroom.providers.pictures; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  # our own program
    assert {"PIL", "pi_heif", "numpy", "cv2"}.isdisjoint(loaded.stdout.split())


def _fingerprint(folder: Path, content: bytes) -> str:
    path = _written(folder / "version", content)
    return LocalPictureReader().develop(path, mime_of(path)).fingerprint


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
