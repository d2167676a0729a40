"""What the steps of a process work with: given once by the composition root, taken by each step as it runs."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Toolbox(Generic[T]):
    """Holds the tools of one module's steps; a step called before they are given is a bug, and raises LookupError."""

    def __init__(self) -> None:
        self._given: list[T] = []

    def bind(self, tools: T) -> None:
        """Give the steps of this process their tools, in place of those they had."""
        self._given[:] = [tools]

    def __call__(self) -> T:
        """Return the tools that were given."""
        return self._given[0]
