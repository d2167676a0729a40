"""One suite for every painter: the fake, the local one, and a real client against a real server."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from importlib.util import find_spec

import pytest
from PIL import Image

from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderRefused
from pressroom.providers.paint import FakePainter, NothingToPaint, Painter, painter_for, style
from tests.image_server import ImageServer, generating
from tests.painting import BALL, ball, encoded

KEY = "sk-proj-8Zq1xW3kT7vB2nM5"
PHOTO = encoded(ball(), "WEBP")
PLUSHIE = style("plushie")
PICTURE = encoded(ball(size=(1024, 1024)))


@pytest.fixture
def server() -> Iterator[ImageServer]:
    with generating() as images:
        yield images


def client_of(server: ImageServer, *, timeout_seconds: float = 20) -> Painter:
    return painter_for("openai:gpt-image-2", timeout_seconds=timeout_seconds, api_key=KEY, base_url=server.url)


@pytest.fixture(params=["fake", "local", "client"])
def painter(request: pytest.FixtureRequest, server: ImageServer) -> Painter:
    server.paints(PICTURE)
    makers: dict[str, Callable[[], Painter]] = {
        "fake": FakePainter,
        "local": lambda: painter_for("local", timeout_seconds=100),
        "client": lambda: client_of(server),
    }
    return makers[request.param]()


@pytest.fixture(params=["fake", "local", "client"])
def slow(request: pytest.FixtureRequest, server: ImageServer) -> Painter:
    server.paints(PICTURE)
    server.seconds = 1.0
    makers: dict[str, Callable[[], Painter]] = {
        "fake": lambda: FakePainter(seconds=0.2, timeout_seconds=0.1),
        "local": lambda: painter_for("local", timeout_seconds=0.05),
        "client": lambda: client_of(server, timeout_seconds=0.3),
    }
    return makers[request.param]()


def test_a_photo_gets_a_png_of_the_size_it_says(painter: Painter) -> None:
    painted = painter.paint(PHOTO, PLUSHIE, BALL)

    assert painted.model == painter.model
    assert painted.seconds >= 0
    with Image.open(io.BytesIO(painted.png)) as image:
        image.load()
        assert (image.format, image.size) == ("PNG", (painted.width, painted.height))
        assert image.size == (1024, 1024)


def test_a_painter_that_works_says_so(painter: Painter) -> None:
    painter.check()


@pytest.mark.slow
def test_many_threads_may_ask_at_once(painter: Painter) -> None:
    with ThreadPoolExecutor(4) as threads:
        painted = list(threads.map(lambda _: painter.paint(PHOTO, PLUSHIE, BALL), range(4)))

    assert {one.png for one in painted} == {painted[0].png}


def test_painting_that_takes_too_long_is_busy_not_refused(slow: Painter) -> None:
    with pytest.raises(ProviderBusy):
        slow.paint(PHOTO, PLUSHIE, BALL)


def test_a_rate_limit_is_busy_and_says_how_long_to_wait(server: ImageServer) -> None:
    server.fails(429, "Rate limit reached", headers={"Retry-After": "17"}, code="rate_limit_exceeded")

    for painter in (FakePainter(busy=1, retry_after=17), client_of(server)):
        with pytest.raises(ProviderBusy) as caught:
            painter.paint(PHOTO, PLUSHIE, BALL)
        assert caught.value.retry_after == 17
    assert len(server.requests) == 1, "the run that asked does the waiting"


def test_an_account_without_credit_is_refused_not_busy(server: ImageServer) -> None:
    server.fails(429, "You exceeded your current quota", code="insufficient_quota")

    with pytest.raises(ProviderRefused, match="no credit left"):
        client_of(server).paint(PHOTO, PLUSHIE, BALL)


def test_refused_content_is_refused_for_good_with_the_reason(server: ImageServer) -> None:
    server.fails(400, "Your request was rejected by the safety system.", code="moderation_blocked")

    for painter in (FakePainter(error=ProviderRefused("Refused by the safety system.")), client_of(server)):
        with pytest.raises(ProviderRefused, match="safety system") as caught:
            painter.paint(PHOTO, PLUSHIE, BALL)
        assert not isinstance(caught.value, NothingToPaint)


def test_a_fault_of_the_server_is_busy(server: ImageServer) -> None:
    server.fails(500, "The server had an error")

    with pytest.raises(ProviderBusy):
        client_of(server).paint(PHOTO, PLUSHIE, BALL)
    assert len(server.requests) == 1


def test_a_key_that_is_not_accepted_is_lost_and_never_shown(server: ImageServer) -> None:
    server.fails(401, f"Incorrect API key provided: {KEY}", code="invalid_api_key")

    with pytest.raises(ProviderAuthLost) as caught:
        client_of(server).paint(PHOTO, PLUSHIE, BALL)
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None


def test_text_instead_of_a_picture_is_refused_with_what_was_said(server: ImageServer) -> None:
    server.says("I would rather talk about the weather.")

    with pytest.raises(ProviderRefused, match=r"text, not a picture.*rather talk about the weather"):
        client_of(server).paint(PHOTO, PLUSHIE, BALL)


def test_an_answer_without_a_picture_is_refused(server: ImageServer) -> None:
    server.answers.append({"status": 200, "headers": {}, "body": {"created": 1, "data": []}})

    with pytest.raises(ProviderRefused, match="no picture"):
        client_of(server).paint(PHOTO, PLUSHIE, BALL)


def test_a_request_the_server_rejects_is_refused_without_the_key_it_repeats(server: ImageServer) -> None:
    server.fails(400, f"Unsupported parameter; your key {KEY} may not use it")

    with pytest.raises(ProviderRefused, match="Unsupported parameter") as caught:
        client_of(server).paint(PHOTO, PLUSHIE, BALL)
    assert KEY not in str(caught.value)


def test_a_picture_that_arrives_in_part_is_asked_for_again(server: ImageServer) -> None:
    server.paints(PICTURE[: len(PICTURE) // 2])

    with pytest.raises(ProviderBusy, match="damaged"):
        client_of(server).paint(PHOTO, PLUSHIE, BALL)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_picture_of_another_type_and_size_becomes_a_png_that_says_its_size(server: ImageServer, kind: str) -> None:
    server.paints(encoded(ball(size=(2400, 1600)), kind))

    painted = client_of(server).paint(PHOTO, PLUSHIE, BALL)

    assert painted.png.startswith(b"\x89PNG")
    assert (painted.width, painted.height) == (2048, 1365)


@pytest.mark.parametrize(
    ("picture", "why"),
    [
        (Image.new("RGB", (64, 64), "red"), "64 by 64"),
        (Image.new("RGB", (512, 512), "red"), "one colour"),
        (Image.new("1", (8000, 6000)), "million"),
    ],
)
def test_a_picture_of_no_use_is_refused_with_what_is_wrong(server: ImageServer, picture: Image.Image, why: str) -> None:
    server.paints(encoded(picture))

    with pytest.raises(ProviderRefused, match=why):
        client_of(server).paint(PHOTO, PLUSHIE, BALL)


def test_the_photo_travels_with_a_prompt_that_says_what_it_shows(server: ImageServer) -> None:
    server.paints(PICTURE)

    painted = client_of(server).paint(PHOTO, PLUSHIE, BALL)

    (request,) = server.requests
    assert request["path"] == "/v1/images/edits"
    assert PHOTO in request.values()
    assert "plush" in request["prompt"]
    assert BALL.description in request["prompt"]
    assert "a blue stripe" in request["prompt"]
    assert request["size"] == "1024x1024"
    assert server.keys == [f"Bearer {KEY}"]
    assert (painted.input_tokens, painted.output_tokens) == (400, 4000)
    assert painted.cost_usd is not None
    assert Decimal(0) < painted.cost_usd < 1


def test_a_server_that_is_not_there_is_busy() -> None:
    painter = painter_for("openai:gpt-image-2", timeout_seconds=5, api_key=KEY, base_url="http://127.0.0.1:9/v1")

    with pytest.raises(ProviderBusy, match="cannot be reached"):
        painter.paint(PHOTO, PLUSHIE, BALL)
    with pytest.raises(ProviderBusy, match=r"127\.0\.0\.1:9"):
        painter.check()


@pytest.mark.parametrize("model", ["nonsense", "nobody:model-1", "openai:dall-e-3", "anthropic:claude-sonnet-4-5"])
def test_a_model_that_is_unknown_or_makes_no_pictures_is_refused_at_once(model: str) -> None:
    with pytest.raises(ProviderRefused, match=model):
        painter_for(model, timeout_seconds=1, api_key=KEY)


def test_a_missing_key_is_asked_for_by_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    with pytest.raises(ProviderAuthLost, match="OPENAI_API_KEY"):
        painter_for("openai:gpt-image-2", timeout_seconds=1)


@pytest.mark.skipif(find_spec("google.genai") is not None, reason="the library is installed here")
def test_a_missing_library_is_named_by_the_extra_that_brings_it() -> None:
    with pytest.raises(ProviderRefused, match=r'pip install "pressroom\[google\]"'):
        painter_for("google:gemini-3-pro-image", timeout_seconds=1)
