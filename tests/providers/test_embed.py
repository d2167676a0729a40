"""One suite for every embedder: the fake and the local model."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest

from pressroom.kernel.errors import ProviderBusy, ProviderRefused
from pressroom.providers.embed import DIMENSIONS, Embedder, FakeEmbedder, LocalEmbedder, caption_text

CAT = caption_text("A cat (tabby). A warm photo.", ["cat", "tabby", "animal", "pet"], "a cat (tabby)", ["cat"])
BEACH = caption_text("", ["beach", "sunset", "sea", "evening"], "a sandy beach at sunset", ["beach", "sea"])
CAR = caption_text("A vivid photo.", ["sports car", "car", "vehicle", "red"], "a sports car", ["car"])
UNRELATED, RELATED = 0.22, 0.25


@pytest.fixture(params=["fake", "local"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return FakeEmbedder() if request.param == "fake" else LocalEmbedder(timeout_seconds=60)


def near(one: list[float], other: list[float]) -> float:
    return math.sumprod(one, other) if hasattr(math, "sumprod") else sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    "texts", [["a cat"], ["", " ", "!?"], ["a cat", "a dog", "a cat"], ["\0 \ud800"], ["wort " * 5000]]
)
def test_every_text_gets_a_unit_vector_in_order(embedder: Embedder, texts: list[str]) -> None:
    vectors = embedder.embed(texts)

    assert [len(vector) for vector in vectors] == [DIMENSIONS] * len(texts)
    assert embedder.dimensions == DIMENSIONS
    for vector in vectors:
        assert math.hypot(*vector) == pytest.approx(1, abs=1e-3)


def test_nothing_to_embed_is_nothing(embedder: Embedder) -> None:
    assert embedder.embed([]) == []


def test_the_same_text_is_the_same_point_alone_or_among_others(embedder: Embedder) -> None:
    (alone,) = embedder.embed(["a red boat"])
    among = embedder.embed(["a cat on a windowsill in the morning", "a red boat"])[1]

    assert near(alone, among) == pytest.approx(1, abs=1e-3)


def test_texts_that_share_words_are_nearer_than_others(embedder: Embedder) -> None:
    cat, same, other = embedder.embed(["a tabby cat", "tabby cat on a sofa", "invoice for joinery"])

    assert near(cat, same) > near(cat, other) + 0.2


def test_many_threads_may_ask_at_once(embedder: Embedder) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: embedder.embed(["a cat"]), range(12)))

    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(
    ("query", "caption"),
    [
        ("kitten", CAT),
        ("Katze", CAT),
        ("animal", CAT),
        ("seaside", BEACH),
        ("Strand", BEACH),
        ("vehicle", CAR),
        ("Auto", CAR),
    ],
)
def test_pictures_are_near_to_words_their_captions_do_not_hold(query: str, caption: str) -> None:
    captions = [CAT, BEACH, CAR]
    asked, *points = LocalEmbedder(timeout_seconds=60).embed([query, *captions])
    nearness = {text: near(asked, point) for text, point in zip(captions, points, strict=True)}

    assert nearness.pop(caption) >= RELATED
    assert max(nearness.values()) <= UNRELATED


def test_an_answer_that_takes_too_long_is_busy() -> None:
    with pytest.raises(ProviderBusy):
        LocalEmbedder(timeout_seconds=0.0001).embed(["a cat"])


def test_the_fake_fails_as_told() -> None:
    with pytest.raises(ProviderRefused):
        FakeEmbedder(error=ProviderRefused("No.")).embed(["a cat"])


def test_a_caption_names_each_thing_once_and_leaves_sentences_out() -> None:
    assert CAT == "a cat (tabby). cat, tabby, animal, pet"
    assert caption_text("A dark photo.", [], "", []) == "A dark photo."
    assert len(caption_text("", ["tag" * 20] * 40, "content " * 40, [])) <= 300
