"""Steps of workflows of one's own, and how they end other than well."""

import sys
import traceback
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, get_type_hints

from pydantic import TypeAdapter

from pressroom.kernel import durable
from pressroom.kernel.errors import PressroomError, ProviderBusy
from pressroom.kernel.failure import Failure, RunFailed
from pressroom.kernel.log import logger

P = ParamSpec("P")
R = TypeVar("R")

log = logger(__name__)


class Fail(RunFailed):
    """Ends the run as failed, with a reason that a person reads; raised in a step, a workflow may catch it."""


class Retry(ProviderBusy):
    """Has the step tried again: three tries in all, one second apart and then two, or `after` seconds where given."""

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message, retry_after=after)


def sleep(seconds: float) -> None:
    """Wait, within a workflow, for minutes or for months: a crash does not start the wait anew."""
    durable.pause(seconds)


def step(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function that reaches outside; what it returns is kept, so that after a crash it is not called again.

    It returns plain data, or a pydantic model: JSON is kept, and read again as its annotation says. `Retry` has it
    tried again, `Fail` ends the run; anything else it raises does so too, as a Fail that says what it was. Outside of a
    run it is the function it was.
    """

    @cache
    def answer() -> TypeAdapter[R]:
        return TypeAdapter(get_type_hints(function).get("return", Any))

    def keep(*args: P.args, **kwargs: P.kwargs) -> object:
        return answer().dump_python(function(*args, **kwargs), mode="json")

    attempt = durable.step(_accounted_for(keep, function.__name__))

    @wraps(function)
    def beat(*args: P.args, **kwargs: P.kwargs) -> R:
        if durable.current_run_id() is None:
            return function(*args, **kwargs)
        return answer().validate_python(_patiently(lambda: attempt(*args, **kwargs)))

    return beat


def _accounted_for(function: Callable[P, object], name: str) -> Callable[P, object]:
    """Return a function that returns a Failure for what it raises, but for what has it tried again."""

    def attempt(*args: P.args, **kwargs: P.kwargs) -> object:
        try:
            return function(*args, **kwargs)
        except Fail as failure:
            return Failure(str(failure))
        except (PressroomError, durable.EngineError):
            raise
        except Exception as error:
            log.exception("step broke", step=name)
            return Failure(told(error))

    attempt.__name__ = attempt.__qualname__ = name
    return attempt


def _patiently(attempt: Callable[[], object]) -> object:
    """Return what a step came to; one that asks for a long wait gets it between two of its tries. Raises Fail."""
    reason = ""
    for _ in range(durable.ATTEMPTS):
        match attempt():
            case Failure(reason=reason, retry_after=float() | int() as wait) if wait > durable.LONGEST_WAIT_SECONDS:
                durable.pause(wait)
            case Failure(reason=reason):
                break
            case done:
                return done
    raise Fail(reason)


def end_broken(_subject_id: str, _reason: str) -> None:
    """End the run that is breaking right now with what a person can find the cause by; raises Fail."""
    error = sys.exception()
    raise Fail(told(error) if isinstance(error, Exception) else "It ended without a word.") from error


def told(error: Exception) -> str:
    """Return what was raised, and where in the owner's own file."""
    kind = type(error).__name__
    what = f"{kind}: {error}" if str(error) else kind
    frames = [one for one in traceback.extract_tb(error.__traceback__) if not _is_ours(one.filename)]
    return f"{what} ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else what


def _is_ours(filename: str) -> bool:
    return filename.startswith((str(Path(__file__).parents[1]), sys.prefix, sys.base_prefix, "<"))
