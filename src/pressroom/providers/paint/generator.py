"""Any model of pydantic-ai that makes images, as a painter. Imported only when one is configured; see `choice`."""

import asyncio
import json
import time
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from pydantic_ai.exceptions import (
    ContentFilterError,
    ModelAPIError,
    ModelHTTPError,
    UnexpectedModelBehavior,
    UserError,
)
from pydantic_ai.images import (
    ImageGenerationModel,
    ImageGenerationResult,
    ImageGenerator,
    infer_image_generation_model,
)
from pydantic_ai.messages import BinaryImage
from pydantic_ai.providers import Provider

from pressroom.kernel.errors import Invalid, ProviderAuthLost, ProviderBusy, ProviderError, ProviderRefused, Rejected
from pressroom.kernel.processes import Length, run_apart
from pressroom.providers.describe.failures import failure, redacted
from pressroom.providers.files.parsing import parse
from pressroom.providers.models import LOOP, opening, providing, require_reachable
from pressroom.providers.paint.painter import Painted, Subject, SubjectType
from pressroom.providers.paint.styles import Style
from pressroom.providers.pictures.sniff import CONVERTED, HEAD_BYTES, sniff_picture

FINISHING = "pressroom.providers.paint.finishing"
"""Named, not imported: decoders are loaded in child processes only."""

FINISHING_SECONDS = 30.0
MOST_BYTES = 50_000_000
EXAMPLE = "openai:gpt-image-2"
WORDS = {SubjectType.PERSON: "person", SubjectType.PET: "animal", SubjectType.OTHER: "subject"}
NO_CREDIT = "insufficient_quota"
NO_JSON = ("Expected a JSON response, got: ", "Failed to decode response as JSON: ")
"""How pydantic-ai words that an answer is something else altogether."""


class GeneratorPainter:
    """Asks a model over its provider's API, through pydantic-ai; the photo is its reference."""

    def __init__(
        self, model: str, *, timeout_seconds: float, api_key: str | None = None, base_url: str | None = None
    ) -> None:
        self.model = model
        self._timeout_seconds = timeout_seconds
        self._api_key = api_key
        self._model = _open(model, api_key=api_key, base_url=base_url)

    def check(self) -> None:
        """Connect to the provider's address, and no more: nothing is asked, so nothing is paid."""
        require_reachable(self.model, self._model.base_url)

    def paint(self, photo: bytes, style: Style, subject: Subject) -> Painted:
        """Return the model's picture as PNG, checked and at most 2048 px a side."""
        began = time.perf_counter()
        reference = BinaryImage(data=photo, media_type=_media_type(photo))
        try:
            result = LOOP.wait_for(self._generated(prompt_for(style, subject), reference))
        except (TimeoutError, ModelAPIError, UnexpectedModelBehavior, UserError) as error:
            # The chain ends here: what providers answer may repeat the key it was asked with.
            raise _failed(error, self.model, secret=self._api_key) from None
        return self._painted(result, began)

    async def _generated(self, prompt: str, reference: BinaryImage) -> ImageGenerationResult:
        generator = ImageGenerator(self._model)
        wanted = generator.generate(prompt, images=[reference], settings={"aspect_ratio": "1:1"})
        return await asyncio.wait_for(wanted, self._timeout_seconds)

    def _painted(self, result: ImageGenerationResult, began: float) -> Painted:
        png, width, height = self._finished(result.image.data)
        return Painted(
            png=png,
            width=width,
            height=height,
            model=self.model,
            cost_usd=_cost(result),
            input_tokens=result.usage.input_tokens or None,
            output_tokens=result.usage.output_tokens or None,
            seconds=time.perf_counter() - began,
        )

    def _finished(self, content: bytes) -> tuple[bytes, int, int]:
        """Return the picture as PNG and its size; it is decoded apart, for what a model sends is as good as a file."""
        if len(content) > MOST_BYTES:
            raise ProviderRefused(f"The model {self.model} answered a picture of {len(content) / 1e6:,.0f} MB.")
        try:
            finished: tuple[bytes, int, int] = run_apart(
                parse, FINISHING, "finish", content, timeout_seconds=FINISHING_SECONDS, length=Length.BRIEF
            )
        except Rejected as error:
            raise _unusable(error, self.model) from error
        return finished


def prompt_for(style: Style, subject: Subject) -> str:
    """Return what a model is asked for: the style's prompt, filled with what was seen."""
    features = ", ".join(subject.features) or "its pose, proportions and colours"
    return style.prompt.format(type=WORDS[subject.type], description=subject.description, features=features)


def _open(model: str, *, api_key: str | None, base_url: str | None) -> ImageGenerationModel:
    provider = providing(api_key=api_key, base_url=base_url)

    def patient(name: str) -> Provider[Any]:
        made = provider(name)
        if hasattr(made.client, "max_retries"):
            made.client.max_retries = 0  # the run that asked retries, with the waiting time the provider names
        return made

    with opening(model, example=EXAMPLE):
        return infer_image_generation_model(model, provider_factory=patient)


def _media_type(photo: bytes) -> str:
    found = sniff_picture(photo[:HEAD_BYTES], "The photo")
    if found not in CONVERTED:
        raise Invalid("Photos are painted from JPEG, PNG or WebP.", code="unsupported")
    return found


def _cost(result: ImageGenerationResult) -> Decimal | None:
    if not result.usage.has_values():
        return None
    try:
        return result.cost().total_price
    except LookupError:  # the library knows no price for it
        return None


def _unusable(error: Rejected, model: str) -> ProviderError:
    """Return the error for an answer that is a picture of no use; one broken on its way may arrive whole next time."""
    if error.code in {"truncated", "broken"}:
        return ProviderBusy(f"The picture of the model {model} arrived damaged. Try again.")
    return ProviderRefused(f"The model {model} answered a picture that is of no use. {error}")


def _failed(error: Exception, model: str, *, secret: str | None) -> ProviderError:
    found = _failure(error, model)
    if found is None:
        return failure(error, model, secret=secret)
    if secret and secret in str(found):
        found.args = (str(found).replace(secret, "[key]"),)
    return found


def _failure(error: Exception, model: str) -> ProviderError | None:
    """Return the errors that only painting knows, or None."""
    match error:
        case TimeoutError():
            return ProviderBusy(f"The model {model} did not answer in time. Try again, or allow it more time.")
        case ContentFilterError():
            return ProviderRefused(f"The model {model} refused this content{_reason(error)} Choose another photo.")
        case UnexpectedModelBehavior():
            return ProviderRefused(f"The model {model} answered no picture. {redacted(_words(error))}")
        case ModelHTTPError():
            return _by_status(error, model)
        case ModelAPIError():
            return _without_status(error, model)
    return None


def _by_status(error: ModelHTTPError, model: str) -> ProviderError | None:
    """Return the error for a status that pydantic-ai puts into no category where images are asked for, or None."""
    match error.status_code:
        case HTTPStatus.UNAUTHORIZED:
            return ProviderAuthLost(f"The key for the model {model} is not accepted. Set a valid one and try again.")
        case HTTPStatus.TOO_MANY_REQUESTS if NO_CREDIT in str(error.body):
            return ProviderRefused(f"The account for the model {model} has no credit left. Top it up and try again.")
        case HTTPStatus.TOO_MANY_REQUESTS:
            return ProviderBusy(
                f"The model {model} is asked too often. Try again later.", retry_after=error.retry_after
            )
    return None


def _without_status(error: ModelAPIError, model: str) -> ProviderError:
    said = str(error)
    for start in NO_JSON:
        if start in said:
            return ProviderRefused(f"The model {model} answered text, not a picture: {redacted(said.split(start)[1])}")
    return ProviderBusy(f"The model {model} cannot be reached. Check the network and its address; try again.")


def _reason(error: ContentFilterError) -> str:
    said = redacted(_words(error))
    return f": {said}" if said else "."


def _words(error: UnexpectedModelBehavior) -> str:
    """Return what the provider said, where it said something, else what the library makes of it."""
    try:
        body = json.loads(error.body or "")
    except ValueError:
        return error.message
    said = body.get("message") if isinstance(body, dict) else None
    return said if isinstance(said, str) and said else error.message
