"""Chooses the painter a model's name stands for."""

from importlib import import_module

from pressroom.providers.describe.choice import require_library
from pressroom.providers.paint.local import LocalPainter
from pressroom.providers.paint.painter import Painter


def painter_for(
    model: str, *, timeout_seconds: float, api_key: str | None = None, base_url: str | None = None
) -> Painter:
    """Return the painter a model's name stands for: `local`, or any `provider:model` of pydantic-ai that makes images.

    `timeout_seconds` bounds one picture. Without `api_key` and `base_url` the provider's own environment variables
    count (`OPENAI_API_KEY`). Raises ProviderRefused, saying what to do, when the model is unknown or the library for
    it is not installed; ProviderAuthLost when its key is missing.
    """
    if model == "local":
        return LocalPainter(timeout_seconds=timeout_seconds)
    require_library(model)
    # pydantic-ai takes a second and 100 MB to import: only those who configured a model of it pay.
    generator = import_module("pressroom.providers.paint.generator")
    painter: Painter = generator.GeneratorPainter(
        model, timeout_seconds=timeout_seconds, api_key=api_key, base_url=base_url
    )
    return painter
