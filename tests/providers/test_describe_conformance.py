"""One suite for every describer: the fake, the local model, and a real client against a real server."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

import pytest

from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderRefused
from pressroom.providers.describe import (
    DOCUMENT,
    Describer,
    Evidence,
    FakeDescriber,
    Turn,
    describer_for,
)
from tests.providers.chat_server import ChatServer
from tests.providers.describers import KEY, KINDS, client_of, describer_of

LETTER = """Riverdale City Council
1 Civic Square, Riverdale RV1 2AB

3 November 2026

Dear Ms Ward,

Re: Removal of the oak tree

The trunk of the oak in front of your house is hollow over a length of two metres. Because the tree could fall in a
storm, the council will remove it between 7 and 11 December 2026. In spring 2027 we will plant a young maple there.

Yours sincerely,
Martin Okafor
"""
EVIDENCE = Evidence("letter.txt", [LETTER])
PIXEL = b"\x89PNG\r\n\x1a\n" + b"\0" * 20

GOOD: dict[str, Any] = {
    "display_name": "Removal of the oak tree, Riverdale City Council",
    "tags": ["letter", "oak tree", "2026"],
    "summary": "The council removes a hollow oak in December 2026.",
    "language": "en",
    "dates": [{"date": "2026-11-03", "label": ""}],
    "amounts": [],
}
FEEDBACK = "Please regenerate the metadata with this feedback: "


@pytest.fixture(params=KINDS)
def describer(request: pytest.FixtureRequest, server: ChatServer) -> Describer:
    server.says(json.dumps(GOOD))
    return describer_of(request.param, server)


@pytest.fixture(params=["fake", "local", "client"])
def slow(request: pytest.FixtureRequest, server: ChatServer) -> Describer:
    server.says(json.dumps(GOOD))
    server.seconds = 1.0
    makers: dict[str, Callable[[], Describer]] = {
        "fake": lambda: FakeDescriber(seconds=0.2, timeout_seconds=0.1),
        "local": lambda: describer_for("local", timeout_seconds=0.001),
        "client": lambda: client_of(server, timeout_seconds=0.3),
    }
    return makers[request.param]()


def test_evidence_gets_an_answer_of_the_shape_asked_for(describer: Describer) -> None:
    answer = describer.describe(DOCUMENT, EVIDENCE)

    assert isinstance(answer.values, DOCUMENT.output_type)
    assert "Riverdale" in answer.values.display_name
    assert answer.model == describer.model
    assert answer.seconds >= 0
    assert DOCUMENT.output_type.model_validate_json(answer.values.model_dump_json()) == answer.values


def test_feedback_on_an_answer_gets_another_answer(describer: Describer) -> None:
    first = describer.describe(DOCUMENT, EVIDENCE)
    again = describer.describe(DOCUMENT, EVIDENCE, turns=[Turn(first.values.model_dump(mode="json"), "shorter")])

    assert isinstance(again.values, DOCUMENT.output_type)


def test_many_threads_may_ask_at_once(describer: Describer) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: describer.describe(DOCUMENT, EVIDENCE), range(12)))

    assert {answer.values.display_name for answer in answers} == {answers[0].values.display_name}


def test_an_answer_that_takes_too_long_is_busy_not_refused(slow: Describer) -> None:
    with pytest.raises(ProviderBusy):
        slow.describe(DOCUMENT, EVIDENCE)


@dataclass
class Trouble:
    """A fake and a client in the same trouble."""

    fake: FakeDescriber
    prepare: Callable[[ChatServer], None]


def both(trouble: Trouble, server: ChatServer) -> list[Describer]:
    trouble.prepare(server)
    return [trouble.fake, client_of(server)]


def test_a_rate_limit_is_busy_and_says_how_long_to_wait(server: ChatServer) -> None:
    def prepare(chat: ChatServer) -> None:
        chat.fails(429, "Rate limit reached", headers={"Retry-After": "17"}, code="rate_limit_exceeded")

    for describer in both(Trouble(FakeDescriber(busy=1, retry_after=17), prepare), server):
        with pytest.raises(ProviderBusy) as caught:
            describer.describe(DOCUMENT, EVIDENCE)
        assert caught.value.retry_after == 17
    assert len(server.requests) == 1, "the run that asked does the waiting"


def test_a_fault_of_the_server_is_busy(server: ChatServer) -> None:
    def prepare(chat: ChatServer) -> None:
        chat.fails(500, "The server had an error")

    for describer in both(Trouble(FakeDescriber(busy=1), prepare), server):
        with pytest.raises(ProviderBusy):
            describer.describe(DOCUMENT, EVIDENCE)


def test_a_key_that_is_not_accepted_is_lost_and_never_shown(server: ChatServer) -> None:
    def prepare(chat: ChatServer) -> None:
        chat.fails(401, f"Incorrect API key provided: {KEY}", code="invalid_api_key")

    fake = FakeDescriber(error=ProviderAuthLost("The key is not accepted."))
    for describer in both(Trouble(fake, prepare), server):
        with pytest.raises(ProviderAuthLost) as caught:
            describer.describe(DOCUMENT, EVIDENCE)
        assert KEY not in str(caught.value)
        assert caught.value.__cause__ is None


def test_nonsense_twice_is_refused_with_what_was_wrong(server: ChatServer) -> None:
    def prepare(chat: ChatServer) -> None:
        chat.says("I would rather talk about the weather.")

    for describer in both(Trouble(FakeDescriber(nonsense=True), prepare), server):
        with pytest.raises(ProviderRefused, match="answered nonsense twice"):
            describer.describe(DOCUMENT, EVIDENCE)
    assert len(server.requests) == 2


def test_refused_content_is_refused(server: ChatServer) -> None:
    def prepare(chat: ChatServer) -> None:
        chat.says(None, refusal="I can't help with that.")

    for describer in both(Trouble(FakeDescriber(error=ProviderRefused("No.")), prepare), server):
        with pytest.raises(ProviderRefused):
            describer.describe(DOCUMENT, EVIDENCE)


def test_a_request_the_server_rejects_is_refused_without_the_key_it_repeats(server: ChatServer) -> None:
    server.fails(400, f"Unsupported parameter; your key {KEY} may not use it")

    with pytest.raises(ProviderRefused, match="Unsupported parameter") as caught:
        client_of(server).describe(DOCUMENT, EVIDENCE)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("body", [{"choices": None}, {"choices": [{"message": None}]}, "[]", '"hello"'])
def test_an_answer_of_no_known_shape_is_told_in_words(server: ChatServer, body: dict[str, Any] | str) -> None:
    server.answer(body)

    with pytest.raises(ProviderRefused) as caught:
        client_of(server).describe(DOCUMENT, EVIDENCE)
    assert not any(word in str(caught.value) for word in ("NoneType", "Error", "object"))


def test_a_server_that_is_not_there_is_busy() -> None:
    describer = describer_for(
        "openai-chat:gpt-4o-mini", timeout_seconds=5, api_key=KEY, base_url="http://127.0.0.1:9/v1"
    )

    with pytest.raises(ProviderBusy, match="cannot be reached"):
        describer.describe(DOCUMENT, EVIDENCE)


def test_a_mended_answer_is_accepted_and_paid_for(server: ChatServer) -> None:
    server.says(json.dumps({**GOOD, "tags": ["one"]}))
    server.says(json.dumps(GOOD))

    answer = client_of(server).describe(DOCUMENT, EVIDENCE)

    assert answer.values.tags == GOOD["tags"]
    assert (answer.input_tokens, answer.output_tokens) == (2000, 200)
    assert answer.cost_usd is not None
    assert Decimal(0) < answer.cost_usd < Decimal("0.01")


def test_the_conversation_is_system_evidence_answer_feedback_in_this_order_on_the_wire(server: ChatServer) -> None:
    server.says(json.dumps(GOOD))
    turns = [Turn(GOOD, "Shorter."), Turn({**GOOD, "summary": "An oak goes."}, "Say when.")]

    client_of(server).describe(DOCUMENT, EVIDENCE, turns=turns)

    messages = server.requests[0]["messages"]
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user", "assistant", "user"]
    assert messages[0]["content"].startswith(DOCUMENT.instructions)
    assert "hollow over a length" in str(messages[1]["content"])
    assert json.loads(messages[2]["content"]) == GOOD
    assert text_of(messages[3]) == FEEDBACK + "Shorter."
    assert json.loads(messages[4]["content"])["summary"] == "An oak goes."
    assert text_of(messages[5]) == FEEDBACK + "Say when."
    assert server.keys == [f"Bearer {KEY}"]


def test_pictures_travel_with_the_evidence(server: ChatServer) -> None:
    server.says(json.dumps(GOOD))

    client_of(server).describe(DOCUMENT, Evidence("oak.png", images=[PIXEL]))

    parts = server.requests[0]["messages"][1]["content"]
    assert any(part["type"] == "image_url" and "data:image/png;base64," in part["image_url"]["url"] for part in parts)


def text_of(message: dict[str, Any]) -> str:
    content = message["content"]
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


def test_the_librarys_own_test_model_needs_no_key() -> None:
    answer = describer_for("test", timeout_seconds=20).describe(DOCUMENT, EVIDENCE)

    assert answer.model == "test"
    assert answer.values.tags == ["invoice", "joinery on the market", "oak table", "2026"]


@pytest.mark.parametrize("model", ["nonsense", "nobody:model-1"])
def test_an_unknown_model_is_refused_at_once(model: str) -> None:
    with pytest.raises(ProviderRefused, match=model):
        describer_for(model, timeout_seconds=1)


def test_a_missing_key_is_asked_for_by_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    with pytest.raises(ProviderAuthLost, match="OPENAI_API_KEY"):
        describer_for("openai:gpt-5-mini", timeout_seconds=1)


@pytest.mark.skipif(find_spec("anthropic") is not None, reason="the library is installed here")
def test_a_missing_library_is_named_by_the_extra_that_brings_it() -> None:
    with pytest.raises(ProviderRefused, match=r'pip install "pressroom\[anthropic\]"'):
        describer_for("anthropic:claude-sonnet-4-5", timeout_seconds=1)
