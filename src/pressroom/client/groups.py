"""Calls put together as a client offers them: `client.runs.get(…)`, whether the client waits itself or is awaited.

A method describes its call, and is written once. On a `Client` it returns the answer, on an `AsyncClient` what is to be
awaited: by what the group is of, `Now` or `Later`.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import partial, update_wrapper, wraps
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, Self, TypeVar, cast, overload

from pressroom.client.calls import Call
from pressroom.client.flows import Flow, Page, Patience, asked, every

P = ParamSpec("P")
T = TypeVar("T")


class Now:
    """Answers are returned."""


class Later:
    """Answers are awaited."""


M = TypeVar("M", Now, Later)


class Carrier(Protocol):
    """Carries flows out, in the way of its client."""

    patience: Patience

    def run(self, flow: Flow[Any]) -> Any:  # noqa: ANN401  # the answer, or what is awaited for it
        """Carry a flow out, and give what it returns."""

    def walk(self, flow: Flow[Any]) -> Any:  # noqa: ANN401  # an iterator of either kind
        """Carry a flow out, and give what it yields."""


class Group(Generic[M]):
    """Calls about one kind of thing."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier


class Method(Generic[P, T]):
    """A method written as what it does; it gives what comes of that."""

    def __init__(self, describe: Callable[Concatenate[Any, P], object]) -> None:
        self.__doc__ = describe.__doc__
        self._describe = describe

    @overload
    def __get__(self, group: Group[Now], of: type) -> Callable[P, T]: ...

    @overload
    def __get__(self, group: Group[Later], of: type) -> Callable[P, Coroutine[Any, Any, T]]: ...

    @overload
    def __get__(self, group: None, of: type) -> Self: ...

    def __get__(self, group: Group[Any] | None, of: type) -> Any:
        if group is None:
            return self

        @wraps(self._describe)
        def method(*args: P.args, **kwargs: P.kwargs) -> object:
            described = self._describe(group, *args, **kwargs)
            flow = asked(described, group.carrier.patience) if isinstance(described, Call) else described
            return group.carrier.run(cast("Flow[T]", flow))

        return method


class Request(Method[P, T]):
    """A method written as the call it sends."""

    def __init__(self, describe: Callable[Concatenate[Any, P], Call[T]]) -> None:
        super().__init__(describe)
        self.describe = describe


class Wait(Method[P, T]):
    """A method written as a flow of calls."""

    def __init__(self, describe: Callable[Concatenate[Any, P], Flow[T]]) -> None:
        super().__init__(describe)


class Walk(Generic[P, T]):
    """A method written as a flow; it gives what is met on the way, one after the other."""

    def __init__(self, describe: Callable[Concatenate[Any, P], Flow[T]]) -> None:
        self.describe = describe
        self.__doc__ = describe.__doc__

    @overload
    def __get__(self, group: Group[Now], of: type) -> Callable[P, Iterator[T]]: ...

    @overload
    def __get__(self, group: Group[Later], of: type) -> Callable[P, AsyncIterator[T]]: ...

    @overload
    def __get__(self, group: None, of: type) -> Self: ...

    def __get__(self, group: Group[Any] | None, of: type) -> Any:
        if group is None:
            return self

        @wraps(self.describe)
        def method(*args: P.args, **kwargs: P.kwargs) -> object:
            return group.carrier.walk(self.describe(group, *args, **kwargs))

        return method


def through(listing: Callable[Concatenate[Any, P], Call[Page[T]]]) -> Walk[P, T]:
    """Return a method that goes through a list, page after page."""

    def walk(group: Any, /, *args: P.args, **kwargs: P.kwargs) -> Flow[T]:  # noqa: ANN401  # any group
        first: Any = kwargs.pop("cursor", None)
        describe: Callable[..., Call[Page[T]]] = partial(listing, group, *args, **kwargs)
        return every(lambda cursor: describe(cursor=cursor), group.carrier.patience, first)

    return Walk(update_wrapper(walk, listing))
