"""What is asked of the server, described once: the clients differ in how they send it."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeAlias, TypeVar
from urllib.parse import quote
from uuid import UUID

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

T_co = TypeVar("T_co", covariant=True)

Id: TypeAlias = UUID | str
File: TypeAlias = Path | str | tuple[str, bytes]
"""A file of this machine by its path, or a name and its bytes."""

LONG_SECONDS = 330.0
"""For what is answered when it is done, which the server waits five minutes for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T_co]):
    """A request: a path of the API, what fills its places, and the type of the answer.

    Where it is `keyed`, it is sent with an `Idempotency-Key` of its own, so that sending it again is safe. `into` is a
    file that the answer is written to.
    """

    method: str
    path: str
    answer: type[T_co]
    at: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, object] = field(default_factory=dict)
    json: object = None
    form: Mapping[str, object] = field(default_factory=dict)
    files: tuple[str, Sequence[File]] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: HTTPStatus = HTTPStatus.OK
    keyed: bool = False
    seconds: float | None = None
    into: Path | None = None

    @property
    def is_safe(self) -> bool:
        """Whether it may be sent again though it be unknown what became of it."""
        return self.keyed or self.method == "GET"

    @property
    def url(self) -> str:
        """The path with its places filled."""
        return self.path.format(**{name: quote(str(value), safe="") for name, value in self.at.items()})

    def body(self, stack: ExitStack) -> dict[str, Any]:
        """Return what the request is built with; files stay open as long as `stack` does."""
        built: dict[str, Any] = {"params": _plain(self.query)}
        if self.json is not None:
            built["json"] = to_jsonable_python(self.json)
        if self.files:
            name, files = self.files
            built["files"] = [(name, _opened(one, stack)) for one in files]
            built["data"] = _plain(self.form)
        return built

    def read(self, content: bytes) -> T_co:
        """Return the answer as its type has it; raises pydantic's ValidationError."""
        if self.answer is type(None):
            return TypeAdapter(self.answer).validate_python(None)
        if self.answer is bytes:
            return TypeAdapter(self.answer).validate_python(content)
        if self.answer is str:
            return TypeAdapter(self.answer).validate_python(content.decode())
        return TypeAdapter(self.answer).validate_json(content)


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: to_jsonable_python(value) for name, value in values.items() if value is not None}


def _opened(file: File, stack: ExitStack) -> tuple[str, BinaryIO | bytes]:
    match file:
        case (str(name), bytes(content)):
            return name, content
        case Path() | str():
            path = Path(file)
            return path.name, stack.enter_context(path.open("rb"))
