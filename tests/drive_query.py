"""As much of Drive's languages as Pressroom speaks: queries and field masks. Anything else is a bad request."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

QUOTED = r"'((?:[^'\\]|\\.)*)'"
ATOMS: tuple[tuple[str, Callable[..., bool]], ...] = (
    (rf"{QUOTED} in parents", lambda file, value: value in file.parents),
    (r"trashed = (false)", lambda file, value: not file.trashed),  # noqa: ARG005  # one shape for all
    (rf"mimeType = {QUOTED}", lambda file, value: bool(file.mime == value)),
    (rf"mimeType contains {QUOTED}", lambda file, value: bool(file.mime.startswith(value))),
    (rf"name contains {QUOTED}", lambda file, value: has_word(file.name, value)),
    (r"sharedWithMe = (true)", lambda file, value: bool(file.shared_with_me)),  # noqa: ARG005  # as above
)

Test = Callable[[Any], bool]


class BadRequest(Exception):
    """Drive would answer 400."""


def has_word(name: str, start: str) -> bool:
    """Tell whether a word of a name begins so; Drive's `contains` looks no further."""
    return any(word.startswith(start.casefold()) for word in name.casefold().split())


def test_of(query: str) -> Test:
    """Return the test a query stands for."""
    test, rest = _all(query)
    if rest:
        raise BadRequest(f"Invalid Value: {query}")
    return test


def parents_in(query: str) -> list[str]:
    """Return the folders a query names."""
    return [_plain(one) for one in re.findall(rf"{QUOTED} in parents", query)]


def _all(query: str) -> tuple[Test, str]:
    test, rest = _one(query)
    tests = [test]
    while rest.startswith(" and "):
        test, rest = _one(rest.removeprefix(" and "))
        tests.append(test)
    return lambda file: all(each(file) for each in tests), rest


def _one(query: str) -> tuple[Test, str]:
    if not query.startswith("("):
        return _atom(query)
    test, rest = _atom(query[1:])
    tests = [test]
    while rest.startswith(" or "):
        test, rest = _atom(rest.removeprefix(" or "))
        tests.append(test)
    if not rest.startswith(")"):
        raise BadRequest(f"Invalid Value: {query}")
    return lambda file: any(each(file) for each in tests), rest[1:]


def _atom(query: str) -> tuple[Test, str]:
    for pattern, test in ATOMS:
        if matched := re.match(pattern, query):
            return partial(test, value=_plain(matched.group(1))), query[matched.end() :]
    raise BadRequest(f"Invalid Value: {query}")


def _plain(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted)


def pick(data: Any, mask: str) -> Any:  # noqa: ANN401  # JSON
    """Return what a field mask (`a,b(c,d),e/f`) lets through."""
    if isinstance(data, list):
        return [pick(one, mask) for one in data]
    picked: dict[str, Any] = {}
    for name, inner in _fields(mask):
        if name in data:
            picked[name] = pick(data[name], inner) if inner else data[name]
    return picked


def _fields(mask: str) -> list[tuple[str, str]]:
    """Return the names at the top of a mask, each with the mask inside it."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(f"{mask},"):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(mask[start:at])
            start = at + 1
    if depth or not all(parts):
        raise BadRequest(f"Invalid field selection {mask}")
    return [_field(part) for part in parts]


def _field(part: str) -> tuple[str, str]:
    if matched := re.fullmatch(r"(\w+)\((.+)\)", part):
        return matched.group(1), matched.group(2)
    name, _, inner = part.partition("/")
    return name, inner
