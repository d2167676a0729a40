"""Any model of pydantic-ai, as a describer. Imported only when one is configured; see `choice`."""

import json
import time
from collections.abc import Sequence
from typing import Any

from pydantic_ai import Agent, AgentRunResult, BinaryContent, NativeOutput, UsageLimits
from pydantic_ai.exceptions import AgentRunError, UserError
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart, UserContent, UserPromptPart
from pydantic_ai.models import Model, infer_model

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe.describer import Answer, Evidence, Profile, T, Turn
from pressroom.providers.describe.failures import failure
from pressroom.providers.models import LOOP, opening, providing, require_reachable

FEEDBACK = "Please regenerate the metadata with this feedback: {feedback}"
REPAIRS = 1
"""How often a model may mend an answer that does not fit."""

SIGNATURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}


class AgentDescriber:
    """Asks a model over its provider's API, through pydantic-ai."""

    def __init__(
        self, model: str, *, timeout_seconds: float, api_key: str | None = None, base_url: str | None = None
    ) -> None:
        self.model = model
        self._timeout_seconds = timeout_seconds
        self._api_key = api_key
        self._model = _open(model, api_key=api_key, base_url=base_url)

    def describe(self, profile: Profile[T], evidence: Evidence, *, turns: Sequence[Turn] = ()) -> Answer[T]:
        """Return the model's answer; an answer that does not fit is sent back once to be mended."""
        began = time.perf_counter()
        *history, last = _conversation(evidence, turns)
        try:
            result = LOOP.wait_for(self._run(profile, history, last))
        except (AgentRunError, UserError) as error:
            # The chain ends here: what providers answer may repeat the key it was asked with.
            raise failure(error, self.model, secret=self._api_key) from None
        return self._answer(result, time.perf_counter() - began)

    def check(self) -> None:
        """Connect to the provider's address, and no more: nothing is asked, so nothing is paid."""
        require_reachable(self.model, self._model.base_url)

    async def _run(
        self, profile: Profile[T], history: Sequence[ModelMessage], last: Sequence[UserContent]
    ) -> AgentRunResult[T]:
        native = self._model.profile.get("supports_json_schema_output", False)
        agent: Agent[None, T] = Agent(
            self._model,
            name=profile.name,
            output_type=NativeOutput(profile.output_type) if native else profile.output_type,
            instructions=profile.system_prompt,
            retries={"output": REPAIRS},
            # The run that asked retries, with the waiting time the provider names.
            model_settings={"max_retries": 0, "timeout": self._timeout_seconds},
        )
        return await agent.run(
            list(last),
            message_history=list(history),
            usage_limits=UsageLimits(request_limit=1 + REPAIRS),
            timeout=self._timeout_seconds,
        )

    def _answer(self, result: AgentRunResult[T], seconds: float) -> Answer[T]:
        usage = result.usage
        return Answer(
            values=result.output,
            model=self.model,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cost_usd=usage.cost,
            seconds=seconds,
        )


def _open(model: str, *, api_key: str | None, base_url: str | None) -> Model:
    with opening(model, example="openai:gpt-5-mini"):
        return infer_model(model, providing(api_key=api_key, base_url=base_url))


def _conversation(evidence: Evidence, turns: Sequence[Turn]) -> list[Any]:
    """Return the messages so far, and last what the user says now."""
    conversation: list[Any] = []
    said = _shown(evidence)
    for turn in turns:
        conversation.append(ModelRequest(parts=[UserPromptPart(said)]))
        conversation.append(ModelResponse(parts=[TextPart(json.dumps(turn.values, ensure_ascii=False))]))
        said = [FEEDBACK.format(feedback=turn.feedback)]
    return [*conversation, said]


def _shown(evidence: Evidence) -> list[UserContent]:
    return [evidence.text(), *(BinaryContent(image, media_type=_media_type(image)) for image in evidence.images)]


def _media_type(image: bytes) -> str:
    for signature, media_type in SIGNATURES.items():
        if image.startswith(signature):
            return media_type
    raise ProviderRefused("This picture is of a kind that models do not read. PNG, JPEG, WebP and GIF work.")
