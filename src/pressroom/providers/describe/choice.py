"""Chooses the describer a model's name stands for."""

from importlib import import_module
from importlib.util import find_spec

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe.describer import Describer
from pressroom.providers.describe.local import LocalDescriber

EXTRAS = {
    "openai": "openai",
    "openai-chat": "openai",
    "openai-responses": "openai",
    "ollama": "openai",
    "openrouter": "openai",
    "deepseek": "openai",
    "azure": "openai",
    "anthropic": "anthropic",
    "google": "google",
    "google-cloud": "google",
}
"""The extra of Pressroom that brings the library a provider is spoken to with."""

LIBRARIES = {"openai": "openai", "anthropic": "anthropic", "google": "google.genai"}


def describer_for(
    model: str, *, timeout_seconds: float, api_key: str | None = None, base_url: str | None = None
) -> Describer:
    """Return the describer a model's name stands for: `local`, or any `provider:model` of pydantic-ai.

    `timeout_seconds` bounds one answer. Without `api_key` and `base_url` the provider's own environment
    variables count (`OPENAI_API_KEY`, `OLLAMA_BASE_URL`). Raises ProviderRefused, saying what to do, when the
    model is unknown or the library for it is not installed; ProviderAuthLost when its key is missing.
    """
    if model == "local":
        return LocalDescriber(timeout_seconds=timeout_seconds)
    require_library(model)
    # pydantic-ai takes a second and 100 MB to import: only those who configured a model of it pay.
    agent = import_module("pressroom.providers.describe.agent")
    describer: Describer = agent.AgentDescriber(
        model, timeout_seconds=timeout_seconds, api_key=api_key, base_url=base_url
    )
    return describer


def require_library(model: str) -> None:
    """Raise ProviderRefused, naming the extra to install, where the library for a model is missing."""
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
