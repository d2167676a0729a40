"""What a file says of a workflow of one's own: what begins it, what it is given, and how many run at once."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar, overload

from pydantic import BaseModel, TypeAdapter, ValidationError, create_model

from pressroom.core.events.rules import EventName
from pressroom.core.floor.catalogue import StoryInput
from pressroom.core.floor.crons import checked_cron

P = ParamSpec("P")
R = TypeVar("R")

PLAIN = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
_EVENT: TypeAdapter[str] = TypeAdapter(EventName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Generic[P, R]):
    """A workflow as its file has it; called, it is the function it was.

    `whole` is the parameter that takes all of the input as one model, where there is one.
    """

    function: Callable[P, R]
    events: tuple[str, ...]
    cron: str | None
    concurrency: int | None
    key: str | None
    input: type[BaseModel]
    whole: str | None

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.function(*args, **kwargs)

    @property
    def name(self) -> str:
        """What it is called, everywhere."""
        return self.function.__name__

    @property
    def about(self) -> str:
        """The first paragraph of what its file says of it."""
        return " ".join((inspect.getdoc(self.function) or "").partition("\n\n")[0].split())

    def arguments(self, given: BaseModel) -> Mapping[str, Any]:
        """Return an input as its function takes it."""
        if self.whole:
            return {self.whole: given}
        return {name: getattr(given, name) for name in self.input.model_fields}

    def carry(self, given: Mapping[str, Any]) -> object:
        """Tell the story for an input as it was kept; return what it came to, as JSON."""
        done = self.function(**self.arguments(self.input.model_validate(given)))  # type: ignore[call-arg]  # by its input
        return TypeAdapter(Any).dump_python(done, mode="json")


@overload
def workflow(function: Callable[P, R], /) -> Definition[P, R]: ...


@overload
def workflow(
    *,
    event: str | tuple[str, ...] = (),
    cron: str | None = None,
    concurrency: int | None = None,
    key: str | None = None,
) -> Callable[[Callable[P, R]], Definition[P, R]]: ...


def workflow(
    function: Callable[P, R] | None = None,
    /,
    *,
    event: str | tuple[str, ...] = (),
    cron: str | None = None,
    concurrency: int | None = None,
    key: str | None = None,
) -> Definition[P, R] | Callable[[Callable[P, R]], Definition[P, R]]:
    """Mark a story of one's own; its parameters, or the one pydantic model it takes, are its input.

    `event` names what begins it: a name of your own, or what Pressroom tells (`document.completed`). `cron` begins it
    by itself, five fields in UTC, with the defaults of its parameters. `concurrency` runs go on at once, over all
    workers; with `key`, a field of its input, as many of each value of it (one, unless more are said).

    Raises TypeError and ValueError, and Invalid for a cron that is none.
    """

    def mark(marked: Callable[P, R]) -> Definition[P, R]:
        name = marked.__name__
        if inspect.iscoroutinefunction(marked):
            raise TypeError(f"{name} is `async`; workflows and steps are plain functions, each in a thread of its own.")
        model, whole = _input_of(marked)
        if key is not None and key not in model.model_fields:
            raise ValueError(f"{name} has no field {key!r} to keep apart by; it has {', '.join(model.model_fields)}.")
        if concurrency is not None and concurrency < 1:
            raise ValueError(f"{name}: concurrency is one at least.")
        return Definition(
            function=marked,
            events=tuple(_event(name, one) for one in ((event,) if isinstance(event, str) else event)),
            cron=_cron(name, cron, model) if cron else None,
            concurrency=concurrency or (1 if key else None),
            key=key,
            input=model,
            whole=whole,
        )

    return mark if function is None else mark(function)


def _input_of(function: Callable[..., object]) -> tuple[type[BaseModel], str | None]:
    """Return the model of a function's input, and the parameter that takes all of it, if one does."""
    parameters = inspect.signature(function, eval_str=True).parameters.values()
    for one in parameters:
        if one.kind not in PLAIN or one.annotation is inspect.Parameter.empty:
            raise TypeError(f"{function.__name__}: say what `{one.name}` is, as in `{one.name.lstrip('*')}: str`.")
    match [one for one in parameters if inspect.isclass(one.annotation) and issubclass(one.annotation, BaseModel)]:
        case [only] if len(parameters) == 1:
            return only.annotation, only.name
    fields: dict[str, Any] = {
        one.name: (one.annotation, ... if one.default is inspect.Parameter.empty else one.default) for one in parameters
    }
    return create_model(f"{function.__name__}_input", __base__=StoryInput, **fields), None


def _event(name: str, event: str) -> str:
    try:
        return _EVENT.validate_python(event)
    except ValidationError as error:
        raise ValueError(f"{name}: {event!r} cannot be the name of an event, as `shop/order.placed` can.") from error


def _cron(name: str, cron: str, model: type[BaseModel]) -> str:
    if missing := [field for field, about in model.model_fields.items() if about.is_required()]:
        raise ValueError(f"{name} begins by itself, so that {', '.join(missing)} needs a default.")
    return checked_cron(cron)
