"""Chooses the painter a model's name stands for."""

from importlib import import_module
from importlib.util import find_spec

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.paint.local import LocalPainter
from pressroom.providers.paint.painter import Painter

EXTRAS = {"openai": "openai", "google": "google", "google-cloud": "google"}
"""The extra of Pressroom that brings the library a provider is spoken to with."""

LIBRARIES = {"openai": "openai", "google": "google.genai"}


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
    _check_library(model)
    # pydantic-ai takes a second and 100 MB to import: only those who configured a model of it pay.
    generator = import_module("pressroom.providers.paint.generator")
    painter: Painter = generator.GeneratorPainter(
        model, timeout_seconds=timeout_seconds, api_key=api_key, base_url=base_url
    )
    return painter


def _check_library(model: str) -> None:
    extra = EXTRAS.get(model.partition(":")[0])
    if extra is None or _is_installed(LIBRARIES[extra]):
        return
    raise ProviderRefused(
        f'The model "{model}" needs a library that is not installed. '
        f'Install it with `pip install "pressroom[{extra}]"`.'
    )


def _is_installed(library: str) -> bool:
    try:
        return find_spec(library) is not None
    except ModuleNotFoundError:  # of a dotted name, the parent
        return False
