"""Whatever an article holds and a person wishes, a pin keeps to its limits, with every describer."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressroom.providers.describe import (
    ALT_TEXT_MOST,
    DESCRIPTION_MOST,
    KEYWORDS_MOST,
    PIN,
    TITLE_MOST,
    Describer,
    Evidence,
    PinDescription,
    Turn,
    counted,
)
from pressroom.providers.describe.local.pins.pin import describe
from tests.providers.chat_server import ChatServer
from tests.providers.describers import KINDS, describer_of
from tests.providers.pinned_articles import PICTURES, all_pinned

GOOD = {"title": "Apple cake", "description": "A cake of apples.", "alt_text": "A cup.", "keywords": ["cake"]}
FRAGMENTS = st.sampled_from([line for pin in all_pinned() for line in pin.text.splitlines() if line])
DIRT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
PAGE = st.lists(FRAGMENTS | DIRT, max_size=20).map("\n\n".join)
HINTS = st.fixed_dictionaries(
    {},
    optional={
        "title": FRAGMENTS | DIRT,
        "closing": DIRT | st.just("x 👨‍👩‍👧‍👦 " * 120),
        "keywords": DIRT,
        "summary": FRAGMENTS | DIRT,
        "language": st.sampled_from(["de", "en", "German", "zz", "", "fr-CA"]),
        "nearby": FRAGMENTS | DIRT,
    },
)
WISHES = (
    "shorter",
    "longer",
    "other sentences",
    "keywords: " + ", ".join(f"word {number}" for number in range(30)),
    f"add keyword {'y' * 100}",
    "fewer keywords",
    "more keywords",
    f"title: {'🍎' * 300}",
    f"mention that {'it is so ' * 300}",
    "mention the recipe is vegan",
    "focus on apples",
    "without apples",
    "a question as title",
    "shorter title",
    "another title",
    "with hashtags",
    "no hashtags",
    "no emoji",
    f"alt text: {'a cup ' * 300}",
    "shorter alt text",
    "auf Deutsch",
    "\0",
)


@given(page=PAGE, hints=HINTS, wishes=st.lists(st.sampled_from(WISHES) | DIRT, max_size=3))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_any_article_and_any_wish_give_a_pin_within_its_limits(
    page: str, hints: dict[str, str], wishes: list[str]
) -> None:
    evidence = Evidence("a.html", [page, "An apple cake is a cake of apples."], hints={"title": "Cake", **hints})
    answer = describe(evidence, ())
    turns: list[Turn] = []
    for wish in wishes:
        turns.append(Turn(answer["values"], wish))
        answer = describe(evidence, turns)

    said = PinDescription.model_validate(answer["values"])
    assert counted(said.title) <= TITLE_MOST
    assert counted(said.description) <= DESCRIPTION_MOST
    assert counted(said.alt_text) <= ALT_TEXT_MOST
    assert len(said.keywords) <= KEYWORDS_MOST
    assert "\0" not in said.model_dump_json()
    assert 0 <= answer["confidence"] <= 1


@pytest.fixture(params=KINDS)
def describer(request: pytest.FixtureRequest, server: ChatServer) -> Describer:
    server.says(json.dumps(GOOD))
    return describer_of(request.param, server)


def test_every_describer_writes_pins_and_takes_feedback(describer: Describer) -> None:
    picture = (PICTURES / "coffee.webp").read_bytes()
    evidence = Evidence("apple-cake.html", ["An apple cake needs six apples and an hour of time."], images=[picture])

    first = describer.describe(PIN, evidence)
    again = describer.describe(PIN, evidence, turns=[Turn(first.values.model_dump(mode="json"), "shorter")])

    assert first.values.alt_text
    assert isinstance(again.values, PinDescription)
