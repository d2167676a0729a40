"""Calls a parser in a child process, and puts into words what nobody foresaw."""

from importlib import import_module
from typing import Any

from pressroom.kernel.errors import PressroomError, ProviderRefused


class ParserFailed(ProviderRefused):
    """A parser gave up in a way nobody foresaw."""


def parse(module: str, function: str, *args: object) -> Any:  # noqa: ANN401  # whatever the function returns
    """Return what the parser's function returns; its libraries are loaded here, and so only in child processes.

    What a library raises over a file made to confuse it becomes ParserFailed.
    """
    try:
        return getattr(import_module(module), function)(*args)
    except (PressroomError, MemoryError, FileNotFoundError):
        raise
    except Exception as error:
        raise ParserFailed(
            f"The parser gave up on this file ({type(error).__name__}: {error}). The original is kept. Save it anew "
            "in another program, and add that."
        ) from error
