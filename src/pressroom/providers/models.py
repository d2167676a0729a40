"""What speaking to a provider of models takes, whatever is asked of the model. Imports pydantic-ai, so only lazily."""

import asyncio
import re
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic_ai.exceptions import UserError
from pydantic_ai.providers import Provider, infer_provider_class

from pressroom.kernel.errors import ProviderAuthLost, ProviderBusy, ProviderRefused

CONNECT_SECONDS = 3.0

R = TypeVar("R")


class _Loop:
    """One event loop on a thread of its own, for every caller's thread.

    A client's open connections belong to the loop they were made on; a loop for each thread would find them dead.
    """

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def wait_for(self, work: Coroutine[Any, Any, R]) -> R:
        """Return what the coroutine returns, or raise what it raises."""
        return asyncio.run_coroutine_threadsafe(work, self._running()).result()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="models", daemon=True).start()
            return self._loop


LOOP = _Loop()


def providing(*, api_key: str | None, base_url: str | None) -> Callable[[str], Provider[Any]]:
    """Return what makes a provider of its name; without key and address its own environment variables count."""
    given = {"api_key": api_key, "base_url": base_url}

    def provider(name: str) -> Provider[Any]:
        return infer_provider_class(name)(**{key: value for key, value in given.items() if value is not None})

    return provider


@contextmanager
def opening(model: str, *, example: str) -> Iterator[None]:
    """Turn what is said about a model's name, key or library into ProviderAuthLost and ProviderRefused, in words."""
    try:
        yield
    except UserError as error:
        key = re.search(r"\b[A-Z_]*API_KEY\b", str(error))
        if key:
            raise ProviderAuthLost(f'The model "{model}" needs a key: set the variable {key.group()}.') from error
        raise ProviderRefused(f'The model "{model}" cannot be used. {error}') from error
    except ValueError as error:
        raise ProviderRefused(
            f'The model "{model}" is not known. Name it as `provider:model`, such as `{example}`, or `local`.'
        ) from error
    except ImportError as error:
        raise ProviderRefused(f'The model "{model}" needs a library that is not installed. {error}') from error


def require_reachable(model: str, base_url: str | None) -> None:
    """Connect to the provider's address, and no more; ProviderBusy where that fails."""
    address = urlsplit(base_url or "")
    port = address.port or {"http": 80}.get(address.scheme, 443)
    if not address.hostname:
        return
    try:
        socket.create_connection((address.hostname, port), CONNECT_SECONDS).close()
    except OSError as error:
        raise ProviderBusy(
            f'The model "{model}" cannot be reached at {address.hostname}:{port} '
            f"({error.strerror or error}). Check the network, and that its server is running."
        ) from error
