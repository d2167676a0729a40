"""Any model of pydantic-ai, as a describer. Imported only when one is configured; see `choice`."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

from pydantic_ai import Agent, AgentRunResult, BinaryContent, ModelRetry, NativeOutput, RunContext, UsageLimits
from pydantic_ai.exceptions import AgentRunError, UserError
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart, UserContent, UserPromptPart
from pydantic_ai.models import Model, infer_model
from pydantic_ai.usage import RunUsage

from pressroom.kernel.errors import Billed, ProviderRefused
from pressroom.providers.describe.describer import Answer, Evidence, Profile, T, Turn
from pressroom.providers.describe.failures import UNREADABLE, failure
from pressroom.providers.describe.pin_limits import Cuts
from pressroom.providers.models import LOOP, opening, providing, require_reachable

FEEDBACK = "Please regenerate the metadata with this feedback: {feedback}"
REPAIRS = 1
"""How often a model may mend an answer that does not fit."""
OBJECTED = 0.3
"""How sure an answer is that was objected to twice."""

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
        asked = _Asked(profile, evidence, turns)
        *history, last = _conversation(evidence, turns)
        usage = RunUsage()
        try:
            result = LOOP.wait_for(self._run(asked, history, last, usage))
        except (AgentRunError, UserError, *UNREADABLE) as error:
            failed = failure(error, self.model, secret=self._api_key)
            failed.billed = _billed(usage, time.perf_counter() - began)
            # The chain ends here: what providers answer may repeat the key it was asked with.
            raise failed from None
        return self._answer(asked, result, time.perf_counter() - began)

    def check(self) -> None:
        """Connect to the provider's address, and no more: nothing is asked, so nothing is paid."""
        require_reachable(self.model, self._model.base_url)

    async def _run(
        self, asked: "_Asked[T]", history: Sequence[ModelMessage], last: Sequence[UserContent], usage: RunUsage
    ) -> AgentRunResult[T]:
        profile = asked.profile
        native = self._model.profile.get("supports_json_schema_output", False)
        agent: Agent[None, T] = Agent(
            self._model,
            name=profile.name,
            output_type=NativeOutput(profile.output_type) if native else profile.output_type,
            instructions=profile.system_prompt,
            retries={"output": REPAIRS},
            validation_context=asked.context,
            # The run that asked retries, with the waiting time the provider names.
            model_settings={"max_retries": 0, "timeout": self._timeout_seconds},
        )
        agent.output_validator(asked.judged)
        return await agent.run(
            list(last),
            message_history=list(history),
            usage=usage,
            usage_limits=UsageLimits(request_limit=1 + REPAIRS),
            timeout=self._timeout_seconds,
        )

    def _answer(self, asked: "_Asked[T]", result: AgentRunResult[T], seconds: float) -> Answer[T]:
        usage = result.usage
        objection = asked.objection(result.output)
        return Answer(
            values=result.output,
            model=self.model,
            confidence=OBJECTED if objection else None,
            notes=(*([f"Low confidence: {objection}"] if objection else []), *asked.cuts.notes),
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cost_usd=usage.cost,
            seconds=seconds,
        )


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    """What was asked for, and what became of the answers."""

    profile: Profile[T]
    evidence: Evidence
    turns: Sequence[Turn]
    cuts: Cuts = field(default_factory=Cuts)

    def context(self, run: RunContext[None]) -> Cuts | None:
        """Return what answers are validated with: the first strictly, the last one so that limits hold."""
        return self.cuts if run.run_step > REPAIRS else None

    def judged(self, run: RunContext[None], values: T) -> T:
        """Send back what the profile objects to, while there is a next answer."""
        objection = self.objection(values)
        if objection and run.run_step <= REPAIRS:
            raise ModelRetry(objection)
        return values

    def objection(self, values: T) -> str | None:
        """Return what is wrong with an answer that has the right shape."""
        judge = self.profile.objection
        return judge(values, self.evidence, self.turns) if judge else None


def _billed(usage: RunUsage, seconds: float) -> Billed | None:
    """Return what was used before it failed; None where no answer had come."""
    if not usage.has_values():
        return None
    return Billed(usage.input_tokens, usage.output_tokens, usage.cost, seconds)


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
