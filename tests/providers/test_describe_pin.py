"""Pins described by models of others, on the wire: whatever they answer, limits hold and errors are told apart."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderRefused
from pressroom.providers.describe import (
    DESCRIPTION_MOST,
    PIN,
    TITLE_MOST,
    Answer,
    Describer,
    Evidence,
    PinDescription,
    Turn,
    counted,
    describer_for,
)
from tests.gemini_server import GeminiServer, gemini
from tests.providers.chat_server import ChatServer, chatting
from tests.providers.describers import KEY, client_of

PICTURE = (Path(__file__).parents[2] / "samples/pictures/coffee.webp").read_bytes()
ARTICLE = """Apple cake from my grandmother

This apple cake needs six apples, a bowl and an hour. My grandmother baked it every Sunday in autumn, and the whole
house smelled of cinnamon. The dough is stirred, not kneaded, so that it is in the oven before the coffee is ready.
"""
EVIDENCE = Evidence(
    "apple-cake.html",
    [ARTICLE],
    images=[PICTURE],
    hints={
        "title": "Apple cake from my grandmother",
        "language": "en",
        "tone": "warm",
        "keywords": "apple cake, autumn",
    },
)
GOOD: dict[str, Any] = {
    "title": "Grandmother's apple cake",
    "description": (
        "This apple cake needs six apples, a bowl and an hour. The dough is stirred, not kneaded, so that it is in the "
        "oven before the coffee is ready."
    ),
    "alt_text": "A cup of coffee on a wooden table.",
    "keywords": ["apple cake", "autumn baking"],
}
GERMAN: dict[str, Any] = {
    **GOOD,
    "title": "Der Apfelkuchen meiner Großmutter",
    "description": (
        "Für diesen Apfelkuchen braucht man sechs Äpfel, eine Schüssel und eine Stunde. Der Teig wird gerührt und "
        "nicht geknetet, und so ist er im Ofen, bevor der Kaffee fertig ist."
    ),
}
ASKED = "Please regenerate the metadata with this feedback: "


@dataclass
class Provider:
    """A model of others, and what a test tells and asks its server, in the words of its API."""

    describer: Describer
    server: ChatServer | GeminiServer
    refuses: Callable[[], None]

    def says(self, *answers: dict[str, Any]) -> None:
        """Queue answers."""
        for answer in answers:
            self.server.says(json.dumps(answer))

    def asked(self) -> Answer[PinDescription]:
        """Return what it answers."""
        return self.describer.describe(PIN, EVIDENCE)


@pytest.fixture(params=["openai", "google"])
def provider(request: pytest.FixtureRequest) -> Iterator[Provider]:
    if request.param == "openai":
        with chatting() as chat:
            yield _openai(chat)
    else:
        with gemini() as google:
            yield _google(google)


def _openai(server: ChatServer) -> Provider:
    return Provider(client_of(server), server, lambda: server.says(None, refusal="I can't help with that."))


def _google(server: GeminiServer, *, timeout_seconds: float = 20) -> Provider:
    describer = describer_for(
        "google:gemini-2.5-flash", timeout_seconds=timeout_seconds, api_key=KEY, base_url=server.address
    )
    return Provider(describer, server, server.blocks)


def test_a_good_answer_is_taken_as_it_is_and_its_price_is_known(provider: Provider) -> None:
    provider.says(GOOD)

    answer = provider.asked()

    assert answer.values.model_dump() == GOOD
    assert answer.notes == ()
    assert (answer.input_tokens, answer.output_tokens) == (1000, 100)
    assert answer.cost_usd
    assert 0 < answer.cost_usd < 1


def test_an_answer_of_4000_characters_is_sent_back_with_the_limit_and_mended(provider: Provider) -> None:
    provider.says({**GOOD, "description": "Cake with apples. " * 223}, GOOD)

    answer = provider.asked()

    assert answer.values.description == GOOD["description"]
    assert answer.notes == ()
    assert len(provider.server.requests) == 2
    assert "at most 800 characters; this one has 4013" in json.dumps(provider.server.requests[1])


def test_an_answer_that_is_too_long_twice_is_cut_at_words_and_says_so(provider: Provider) -> None:
    provider.says({**GOOD, "title": "Apple cake " * 40, "description": "Cake with apples 🍏 " * 210})

    answer = provider.asked()

    assert counted(answer.values.title) <= TITLE_MOST
    assert counted(answer.values.description) <= DESCRIPTION_MOST
    assert answer.values.title.endswith(" cake…")
    assert answer.notes == (
        "The title was too long twice: cut from 439 to 99 characters.",
        "The description was too long twice: cut from 4199 to 800 characters.",
    )
    assert len(provider.server.requests) == 2


def test_malformed_json_is_sent_back_once_and_mended(provider: Provider) -> None:
    provider.server.says('{"title": "Apple cake", "descr')
    provider.says(GOOD)

    answer = provider.asked()

    assert answer.values.title == GOOD["title"]
    assert len(provider.server.requests) == 2


def test_an_answer_mended_from_malformed_json_that_is_too_long_is_cut(provider: Provider) -> None:
    provider.server.says("Here is your pin!")
    provider.says({**GOOD, "title": "Apple cake " * 40})

    assert counted(provider.asked().values.title) <= TITLE_MOST


def test_nonsense_twice_is_refused(provider: Provider) -> None:
    provider.server.says("I would rather talk about the weather.")

    with pytest.raises(ProviderRefused, match="answered nonsense twice") as caught:
        provider.asked()
    assert caught.value.billed
    assert (caught.value.billed.input_tokens, caught.value.billed.output_tokens) == (2000, 200)


def test_a_refusal_is_refused(provider: Provider) -> None:
    provider.refuses()

    with pytest.raises(ProviderRefused, match="refused"):
        provider.asked()
    assert len(provider.server.requests) <= 2


def test_an_answer_in_another_language_is_sent_back_and_mended(provider: Provider) -> None:
    provider.says(GERMAN, GOOD)

    answer = provider.asked()

    assert answer.values.title == GOOD["title"]
    assert answer.notes == ()
    assert "not in English" in json.dumps(provider.server.requests[1])


def test_an_answer_in_another_language_twice_is_noted_and_not_trusted(provider: Provider) -> None:
    provider.says(GERMAN)

    answer = provider.asked()

    assert answer.values.title == GERMAN["title"]
    assert answer.confidence == 0.3
    assert answer.notes == ("Low confidence: The title and description are not in English, as they should be.",)


def test_a_language_asked_for_in_feedback_is_the_right_one(provider: Provider) -> None:
    provider.says(GERMAN)

    answer = provider.describer.describe(PIN, EVIDENCE, turns=[Turn(GOOD, "In German, please")])

    assert answer.values.title == GERMAN["title"]
    assert answer.notes == ()
    assert len(provider.server.requests) == 1


def test_a_picture_that_is_not_described_is_asked_for_again(provider: Provider) -> None:
    provider.says({**GOOD, "alt_text": ""}, GOOD)

    assert provider.asked().values.alt_text == GOOD["alt_text"]


def test_a_rate_limit_is_busy(provider: Provider) -> None:
    provider.server.fails(429, "Slow down.", headers={"Retry-After": "17"}, code="RESOURCE_EXHAUSTED")

    with pytest.raises(ProviderBusy):
        provider.asked()
    assert len(provider.server.requests) == 1, "the run that asked does the waiting"


def test_a_fault_of_the_server_is_busy(provider: Provider) -> None:
    provider.server.fails(503, "The model is overloaded.", code="UNAVAILABLE")

    with pytest.raises(ProviderBusy):
        provider.asked()


def test_a_key_that_is_not_accepted_is_lost_and_never_shown(provider: Provider) -> None:
    provider.server.fails(401, f"API key {KEY} not valid.", code="UNAUTHENTICATED")

    with pytest.raises(ProviderAuthLost) as caught:
        provider.asked()
    assert KEY not in str(caught.value)


def test_no_answer_in_time_is_busy() -> None:
    with gemini() as server:
        google = _google(server, timeout_seconds=0.3)
        google.says(GOOD)
        server.seconds = 1.0

        with pytest.raises(ProviderBusy, match="did not answer in time"):
            google.asked()


FIRST = {**GOOD, "title": "Apple cake"}
SECOND = {**GOOD, "title": "Vegan apple cake"}
TURNS = [Turn(FIRST, "Shorter, please"), Turn(SECOND, "Mention that it is vegan")]


def test_feedback_is_a_conversation_on_the_wire_and_the_second_builds_on_the_first() -> None:
    with chatting() as server:
        server.says(json.dumps(GOOD))
        client_of(server).describe(PIN, EVIDENCE, turns=TURNS)

    messages = server.requests[0]["messages"]
    assert [one["role"] for one in messages] == ["system", "user", "assistant", "user", "assistant", "user"]
    assert messages[0]["content"].startswith(PIN.instructions)
    text, picture = messages[1]["content"]
    assert "apple cake needs six apples" in text["text"]
    assert "tone: warm" in text["text"]
    assert picture["image_url"]["url"].startswith("data:image/webp;base64,UklGR")
    assert [json.loads(messages[at]["content"])["title"] for at in (2, 4)] == ["Apple cake", "Vegan apple cake"]
    assert [messages[at]["content"][0]["text"] for at in (3, 5)] == [f"{ASKED}{turn.feedback}" for turn in TURNS]


def test_feedback_is_a_conversation_on_googles_wire_too() -> None:
    with gemini() as server:
        google = _google(server)
        google.says(GOOD)
        google.describer.describe(PIN, EVIDENCE, turns=TURNS)

    asked = server.requests[0]
    assert server.paths == ["/v1beta/models/gemini-2.5-flash:generateContent"]
    assert server.own_keys == [KEY]
    assert asked["systemInstruction"]["parts"][0]["text"].startswith(PIN.instructions)
    assert asked["generationConfig"]["responseMimeType"] == "application/json"
    assert [one["role"] for one in asked["contents"]] == ["user", "model", "user", "model", "user"]
    text, picture = asked["contents"][0]["parts"]
    assert "apple cake needs six apples" in text["text"]
    assert picture["inlineData"]["mime_type"] == "image/webp"
    assert picture["inlineData"]["data"].startswith("UklGR")
    said = [one["parts"][0]["text"] for one in asked["contents"]]
    assert [json.loads(said[at])["title"] for at in (1, 3)] == ["Apple cake", "Vegan apple cake"]
    assert [said[at] for at in (2, 4)] == [f"{ASKED}{turn.feedback}" for turn in TURNS]
