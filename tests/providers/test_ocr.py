"""One suite for every OCR engine, the shipped fake included."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from bench.accuracy import CLEAN_TARGET, SCAN_TARGET, Trial, error_rate, read, truths
from bench.scans import Wear, render, scan, typeset
from pressroom.kernel.errors import Invalid
from pressroom.providers.ocr import OcrEngine, OcrText
from pressroom.providers.ocr.engines import engine_named
from pressroom.providers.ocr.fake import FakeEngine
from pressroom.providers.ocr.straighten import skew_degrees
from pressroom.providers.ocr.tesseract import TesseractEngine

WORDS = "The kiln is cold on Mondays"


@pytest.fixture(params=["fake", "tesseract"])
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    return TesseractEngine() if request.param == "tesseract" else FakeEngine(OcrText(WORDS, 0.9))


@pytest.fixture(scope="module")
def sentence() -> Image.Image:
    image = Image.new("L", (900, 200), 255)
    ImageDraw.Draw(image).text((60, 70), WORDS, fill=0, font=ImageFont.load_default(44))
    return image


def test_words_are_read_with_confidence(engine: OcrEngine, sentence: Image.Image) -> None:
    found = engine.read(sentence, languages="eng")
    assert found.text.strip() == WORDS
    assert 0.7 <= found.confidence <= 1
    assert found.rotation == 0


def test_a_blank_picture_has_no_text(engine: OcrEngine) -> None:
    assert engine.read(Image.new("L", (800, 600), 250), languages="eng") == OcrText("", 0.0)


def test_a_picture_of_one_pixel_has_no_text(engine: OcrEngine) -> None:
    assert engine.read(Image.new("RGB", (1, 1)), languages="eng") == OcrText("", 0.0)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "CMYK"])
def test_the_mode_of_a_picture_does_not_matter(engine: OcrEngine, sentence: Image.Image, mode: str) -> None:
    assert engine.read(sentence.convert(mode), languages="eng").text.strip() == WORDS


def test_reading_twice_gives_the_same(engine: OcrEngine, sentence: Image.Image) -> None:
    assert engine.read(sentence, languages="eng+deu") == engine.read(sentence, languages="eng+deu")


def test_a_language_that_is_not_installed_is_refused_by_name(engine: OcrEngine, sentence: Image.Image) -> None:
    with pytest.raises(Invalid, match=r"'kli' is not installed; deu, eng.* can be used") as caught:
        engine.read(sentence, languages="eng+kli")
    assert caught.value.code == "language_missing"


def test_an_engine_says_its_name(engine: OcrEngine) -> None:
    assert engine.name in ("fake", "tesseract")


def test_engines_are_found_by_name() -> None:
    assert engine_named("tesseract", Path("/srv/tessdata")) == TesseractEngine(Path("/srv/tessdata"))
    assert engine_named("tests.providers.engines:garden") == FakeEngine(OcrText("A garden.", 0.8))


def test_another_folder_of_trained_data_is_used(sentence: Image.Image, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="none can be used"):
        TesseractEngine(tmp_path).read(sentence, languages="eng")


@pytest.mark.parametrize("clockwise", [0, 90, 180, 270])
def test_a_turned_page_is_read_and_its_turn_told(clockwise: int) -> None:
    truth = truths()["german_stadtwerke"]
    page = scan(render(typeset(truth))[0], Wear()).rotate(-clockwise, expand=True)
    found = TesseractEngine().read(page, languages="eng+deu")
    assert found.rotation == (360 - clockwise) % 360
    assert error_rate(found.text, truth) <= SCAN_TARGET


@pytest.mark.parametrize("degrees", [-6.0, -2.5, 0.0, 0.8, 5.0])
def test_the_tilt_of_a_scan_is_measured(degrees: float) -> None:
    page = scan(render(typeset(truths()["english_lease"]))[0], Wear(tilt_degrees=degrees))
    assert skew_degrees(page) == pytest.approx(-degrees, abs=0.2)


def test_a_picture_without_lines_is_not_turned() -> None:
    assert skew_degrees(Image.effect_noise((600, 600), 80)) == 0.0


@pytest.mark.parametrize("name", ["english_lighthouse", "german_gartenverein"])
def test_clean_pages_are_read_within_the_error_rate(name: str) -> None:
    truth = truths()[name]
    assert error_rate(read(TesseractEngine(), render(typeset(truth))), truth) <= CLEAN_TARGET


@pytest.mark.parametrize(("name", "tilt"), [("english_lease", -3.0), ("german_stadtwerke", 1.5)])
def test_noisy_tilted_scans_are_read_within_the_error_rate(name: str, tilt: float) -> None:
    trial = Trial(name, truths()[name], render(typeset(truths()[name], font="Helvetica")))
    scans = [scan(page, Wear(tilt_degrees=tilt), seed=2) for page in trial.pages]
    assert error_rate(read(TesseractEngine(), scans), trial.truth) <= SCAN_TARGET


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(columns: int) -> None:
    truth = truths()["english_lighthouse"]
    pages = [scan(page, Wear()) for page in render(typeset(truth, columns=columns, size=9.5))]
    assert error_rate(read(TesseractEngine(), pages), truth) <= SCAN_TARGET
