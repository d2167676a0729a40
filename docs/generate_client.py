"""Writes `pressroom.client.models` out of the OpenAPI: what the client's calls name of it, and what that is made of.

Answers become pydantic models; what is sent becomes typed keywords: bodies by their own names, queries as
`ListRuns` for `list_runs`. A name that two features use is preceded by the feature's.
"""

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from textwrap import indent, wrap
from typing import Any

CLIENT = Path(__file__).parents[1] / "src" / "pressroom" / "client"
MODELS = CLIENT / "models"
PACKAGE = "pressroom.client.models"
WIDTH = 113
HEAD = '"""{}.\n\nWritten out of the API by `python -m docs.generate`: change the API, not this file.\n"""\n'
FORMATS = {"uuid": "UUID", "date-time": "datetime", "date": "date"}
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
SHAPE = "from pydantic import BaseModel, ConfigDict\n"
IMPORTS = """
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, Required
from uuid import UUID

from pydantic import Field
from typing_extensions import TypedDict
"""
BASE = '''
class Shape(BaseModel):
    """What the server answers with; what a newer server adds to it is left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())
'''
FILES = 4
"""Into which the answers are divided, so that none is too long to be looked at."""


def models(described: Mapping[str, Any]) -> dict[str, str]:
    """Return every module of the models by its file name."""
    writer = _Writer(described)
    names = sorted(_named())
    shapes = [one for one in writer.in_order(names) if one not in writer.sent]
    chunks = [shapes[at : at + -(-len(shapes) // FILES)] for at in range(0, len(shapes), -(-len(shapes) // FILES))]
    files = {"shape.py": _formatted("What all answers are", SHAPE + BASE)}
    homes: dict[str, str] = {"Shape": "shape"}
    for number, chunk in enumerate(chunks, start=1):
        module = f"answers_{number}"
        text = "\n\n".join(writer.shape(one) for one in chunk)
        used = {one: home for one, home in homes.items() if one in _words(text)}
        files[f"{module}.py"] = _formatted("What the server answers with", _imports(used) + text)
        homes |= dict.fromkeys(chunk, module)
    sent = [one for one in writer.in_order(names) if one in writer.sent]
    text = "\n\n".join(writer.keywords(one) for one in sent)
    files["sent.py"] = _formatted("What is sent to the server, by keywords", _imports({}) + text)
    homes |= dict.fromkeys(sent, "sent")
    public = sorted(homes)
    listing = _imports(homes, known="") + f"__all__ = {public!r}\n"
    files["__init__.py"] = _formatted("What is sent and answered", listing)
    return files


def _named() -> Iterator[str]:
    """Yield what the client's calls name of the models."""
    for path in CLIENT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == PACKAGE:
                yield from (one.name for one in node.names if one.name != "Shape")


def _words(text: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def _imports(homes: Mapping[str, str], *, known: str = IMPORTS) -> str:
    modules: dict[str, list[str]] = {}
    for name, home in homes.items():
        modules.setdefault(home, []).append(name)
    lines = [f"from {PACKAGE}.{home} import {', '.join(sorted(names))}" for home, names in sorted(modules.items())]
    return "\n".join([known, *lines, ""])


def _formatted(title: str, text: str) -> str:
    """Return a module as our own formatter has it, without imports it does not need."""
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check", "--quiet", "--fix", "--select", "I,F401,RUF022", "-"], ["format", "--quiet", "-"]):
        done = subprocess.run(  # noqa: S603  # our own linter
            [*ruff, *command, "--stdin-filename", str(MODELS / "answers.py")],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd=CLIENT.parents[2],
        )
        text = done.stdout
    return HEAD.format(title) + "\n" + text.lstrip()


class _Writer:
    """Writes what an OpenAPI document has as Python."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        plain: Mapping[str, Any] = json.loads(re.sub(r"-(In|Out)put\"", '"', json.dumps(described)))
        self._schemas: Mapping[str, Any] = plain["components"]["schemas"]
        self._paths: Mapping[str, Any] = plain["paths"]

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        """Return the document's names of schemas by ours; choices of words stand where they are used."""
        named = [name for name, schema in self._schemas.items() if "enum" not in schema]
        short = Counter(one.rpartition("__")[2] for one in named)
        return {self._name(one, is_shared=short[one.rpartition("__")[2]] > 1): one for one in named}

    @cached_property
    def _ours(self) -> Mapping[str, str]:
        return {theirs: ours for ours, theirs in self._by_name.items()}

    @staticmethod
    def _name(theirs: str, *, is_shared: bool) -> str:
        match theirs.split("__"):
            case [*_, feature, _, name] if is_shared:
                return f"{feature.title()}{name}"
            case [*_, name]:
                return name
        raise AssertionError("a schema has a name")

    @cached_property
    def sent(self) -> Mapping[str, Mapping[str, Any]]:
        """Return by name what is sent: bodies, and queries as if they were bodies."""
        found: dict[str, Mapping[str, Any]] = {}
        for operation in self._operations():
            words = operation["operationId"].partition("_api_")[0].split("_")
            if query := [one for one in operation.get("parameters", ()) if one["in"] == "query"]:
                found["".join(word.title() for word in words)] = {
                    "description": operation["description"].partition("\n")[0],
                    "properties": {one["name"]: _told(one) for one in query},
                    "required": [one["name"] for one in query if one.get("required")],
                }
        bodies = self._reached([one.get("requestBody", {}) for one in self._operations()])
        answers = self._reached([one["responses"] for one in self._operations()])
        return found | {ours: self._schemas[self._by_name[ours]] for ours in bodies - answers}

    def _operations(self) -> Iterator[Mapping[str, Any]]:
        for methods in self._paths.values():
            yield from methods.values()

    def _reached(self, schemas: object) -> set[str]:
        """Return the names of all that schemas are made of."""
        found: set[str] = set()
        left = self._used(schemas)
        while left:
            found |= left
            left = self._used([self._schemas[self._by_name[one]] for one in left]) - found
        return found

    def _used(self, schemas: object) -> set[str]:
        """Return the names of what schemas name."""
        return {self._ours[name] for ref in _refs(schemas) if (name := ref.rpartition("/")[2]) in self._ours}

    def in_order(self, names: list[str]) -> list[str]:
        """Return names and what they are made of, each after what it is made of."""
        done: dict[str, None] = {}

        def visit(name: str) -> None:
            if name in done:
                return
            schema = self.sent.get(name) or self._schemas[self._by_name[name]]
            for used in sorted(self._used(schema)):
                visit(used)
            done[name] = None

        for name in names:
            visit(name)
        return list(done)

    def shape(self, name: str) -> str:
        """Return the class of an answer."""
        schema = self._schemas[self._by_name[name]]
        required = set(schema.get("required", ()))
        lines = [f'"""{_text(schema)}"""', ""]
        for field, about in schema.get("properties", {}).items():
            kind = self._type(about)
            lines += [f"{field}: {kind if field in required else _optional(kind, about)}", *_note(about)]
        return f"class {name}(Shape):\n" + indent("\n".join(lines), "    ")

    def keywords(self, name: str) -> str:
        """Return the typed keywords of what is sent."""
        schema = self.sent[name]
        required = set(schema.get("required", ()))
        lines = [f'"""{_text(schema)}"""', ""]
        for field, about in schema.get("properties", {}).items():
            kind = self._type(about, is_sent=True)
            lines += [f"{field}: {f'Required[{kind}]' if field in required else kind}", *_note(about)]
        return f"class {name}(TypedDict, total=False):\n" + indent("\n".join(lines), "    ")

    def _type(self, schema: Mapping[str, Any], *, is_sent: bool = False) -> str:
        match schema:
            case {"$ref": str(ref)}:
                name = ref.rpartition("/")[2]
                kind = self._type(self._schemas[name]) if "enum" in self._schemas[name] else self._ours[name]
            case {"anyOf": several}:
                kind = " | ".join(dict.fromkeys(self._type(one, is_sent=is_sent) for one in several))
            case {"enum": values}:
                kind = f"Literal[{', '.join(map(repr, values))}]"
            case {"type": "array" | "object"}:
                kind = self._many(schema, is_sent=is_sent)
            case {"type": "string", "format": str(form)} if form in FORMATS:
                kind = f"{FORMATS[form]} | str" if is_sent else FORMATS[form]
            case _:
                kind = PLAIN.get(schema.get("type", ""), "Any")
        return kind

    def _many(self, schema: Mapping[str, Any], *, is_sent: bool) -> str:
        """Return the type of what holds others."""
        match schema:
            case {"prefixItems": several}:
                return f"tuple[{', '.join(self._type(one, is_sent=is_sent) for one in several)}]"
            case {"type": "array"}:
                return f"{'Sequence' if is_sent else 'list'}[{self._type(schema.get('items', {}), is_sent=is_sent)}]"
            case _:
                values = schema.get("additionalProperties")
                inner = self._type(values, is_sent=is_sent) if isinstance(values, dict) else "Any"
                return f"{'Mapping' if is_sent else 'dict'}[str, {inner}]"


def _told(parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    about = {"description": parameter["description"]} if "description" in parameter else {}
    return {**parameter["schema"], **about}


def _refs(schema: object) -> set[str]:
    """Return every reference in a schema."""
    match schema:
        case {"$ref": str(ref)}:
            return {ref}
        case dict():
            return set().union(*map(_refs, schema.values()))
        case list():
            return set().union(*map(_refs, schema))
        case _:
            return set()


def _optional(kind: str, about: Mapping[str, Any]) -> str:
    """Return a field that may be missing, with what it is then."""
    if about.get("type") in {"array", "object"}:
        return f"{kind} = Field(default_factory={kind.partition('[')[0]})"
    return f"{kind} = {about['default']!r}" if "default" in about else f"{kind} = None"


def _note(about: Mapping[str, Any]) -> list[str]:
    return [f'"""{_lines(about["description"])}"""'] if "description" in about else []


def _text(schema: Mapping[str, Any]) -> str:
    return str(schema["description"]) + ("\n" if "\n" in schema["description"] else "")


def _lines(text: str) -> str:
    return "\n".join(wrap(" ".join(text.split()), WIDTH))
