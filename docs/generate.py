"""Writes docs/reference/ out of the code: `python -m docs.generate`; a test fails when the pages are stale."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from fastapi import FastAPI
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from docs.generate_client import MODELS, models
from pressroom.cli.root import root
from pressroom.kernel.settings import Settings
from pressroom.web.app import ROUTERS

REFERENCE = Path(__file__).parent / "reference"
PREFIX = "PRESSROOM_"
GENERATED = "<!-- Written by `python -m docs.generate`; change the code, not this file. -->"


def reference() -> dict[str, str]:
    """Return every page of the reference by its file name."""
    return {"settings.md": _settings(), "api.md": _api(), "cli.md": _commands()}


def main() -> None:
    """Write the reference, and the models of the client."""
    REFERENCE.mkdir(exist_ok=True)
    for name, content in reference().items():
        (REFERENCE / name).write_text(content, encoding="utf-8")
    for name, content in models(described_api()).items():
        (MODELS / name).write_text(content, encoding="utf-8")


def described_api() -> dict[str, Any]:
    """Return the OpenAPI of every route."""
    web = FastAPI()
    for router in ROUTERS:
        web.include_router(router)
    return web.openapi()


def _page(title: str, purpose: str, body: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", GENERATED, "", purpose, "", *body]).rstrip() + "\n"


def _settings() -> str:
    purpose = "Environment variables, all optional: with none set, Pressroom works offline in the folder `data`."
    return _page("Settings", purpose, _settings_table())


def _settings_table() -> Iterator[str]:
    yield from ("| variable | holds | default | what it does |", "|---|---|---|---|")
    for name, field in Settings.model_fields.items():
        description = (field.description or "").replace("|", "\\|")
        yield f"| `{PREFIX}{name.upper()}` | {_kind(field.annotation)} | {_default(field)} | {description} |"


def _kind(annotation: Any) -> str:  # noqa: ANN401  # an annotation may be anything
    if get_origin(annotation) is Literal:
        return " or ".join(f"`{one}`" for one in get_args(annotation))
    if get_origin(annotation) in {Union, UnionType}:
        return _kind(get_args(annotation)[0])
    if get_origin(annotation) is list:
        return f"list of {_kind(get_args(annotation)[0])}s"
    names = {int: "whole number", float: "number", str: "text", Path: "path", SecretStr: "secret", bool: "yes or no"}
    return names[annotation]


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True)
    return "" if default in (None, [], PydanticUndefined) else f"`{default}`"


def _api() -> str:
    purpose = (
        "JSON over HTTP; send an API token as `Authorization: Bearer …`. What is wrong is told as "
        "`application/problem+json` with `type, title, status, detail` and `errors[]` where fields are to blame. "
        "Instants are UTC with a `Z`, ids are UUIDs that sort by age. Every server shows this at `/docs`."
    )
    described = described_api()
    return _page("API", purpose, chain(_routes(described), _shapes(described["components"]["schemas"])))


def _routes(described: dict[str, Any]) -> Iterator[str]:
    for path, methods in described["paths"].items():
        for method, route in methods.items():
            yield from (f"## `{method.upper()} {path}`", "", _unwrapped(route.get("description", route["summary"])), "")
            yield from _sent(route)
            yield from _answers(route)


def _shapes(schemas: dict[str, Any]) -> Iterator[str]:
    yield from ("# Shapes", "")
    for name, schema in sorted(schemas.items()):
        if "properties" in schema and not name.startswith(("Body_", "HTTP", "Validation")):
            yield from (f"## `{name}`", "", _unwrapped(schema.get("description", "")), "")
            yield from ("| field | holds | |", "|---|---|---|")
            for field, held in schema["properties"].items():
                yield f"| `{field}` | {_shape(held)} | {held.get('description', '')} |"
            yield ""
        elif "enum" in schema:
            yield from (f"## `{name}`", "", f"{_unwrapped(schema['description'])} One of {_shape(schema)}.", "")


def _sent(route: dict[str, Any]) -> Iterator[str]:
    parameters = [one for one in route.get("parameters", []) if one["in"] != "path"]
    if body := route.get("requestBody"):
        (kind, content), *_ = body["content"].items()
        yield from (f"Body: `{kind}` {_shape(content['schema'])}".rstrip() + ".", "")
    if parameters:
        yield from ("| parameter | in | holds | |", "|---|---|---|---|")
        for one in parameters:
            yield f"| `{one['name']}` | {one['in']} | {_shape(one['schema'])} | {one.get('description', '')} |"
        yield ""


def _answers(route: dict[str, Any]) -> Iterator[str]:
    for status, answer in route["responses"].items():
        if status.startswith("2"):
            shapes = [
                _shape(content["schema"]) if content.get("schema") else f"`{kind}`"
                for kind, content in answer.get("content", {}).items()
            ]
            yield from (f"Answers {status} {' or '.join(shapes)}".rstrip() + ".", "")


def _shape(schema: dict[str, Any]) -> str:
    if name := schema.get("$ref", "").rpartition("/")[2]:
        return "form" if name.startswith("Body_") else f"`{name}`"
    if several := schema.get("anyOf"):
        return " or ".join(_shape(one) for one in several if one.get("type") != "null")
    if "enum" in schema:
        return " or ".join(f"`{one}`" for one in schema["enum"])
    kind = str(schema.get("format") or schema.get("type") or "any")
    if kind == "array":
        return f"list of {_shape(schema.get('items', {}))}"
    default = f", `{schema['default']}` unless told" if schema.get("default") is not None else ""
    return kind + default


def _commands() -> str:
    purpose = "Every command works on the data folder or the database itself, whether or not the server runs."
    group = get_command(root)
    assert isinstance(group, TyperGroup)  # noqa: S101  # it has commands
    return _page("Command line", purpose, _group(group, "pressroom"))


def _group(group: TyperGroup, name: str) -> Iterator[str]:
    for command_name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _group(command, f"{name} {command_name}")
        elif isinstance(command, TyperCommand) and not command.hidden:
            yield from _command(command, f"{name} {command_name}")


def _command(command: TyperCommand, name: str) -> Iterator[str]:
    arguments = [one for one in command.params if isinstance(one, TyperArgument)]
    wanted = " ".join(_argument(one) for one in arguments)
    yield from (f"## `{f'{name} {wanted}'.strip()}`", "", _unwrapped(command.help or ""), "")
    options = [one for one in command.params if isinstance(one, TyperOption) and not one.hidden]
    if arguments or options:
        yield from ("| | |", "|---|---|")
        yield from (f"| `{_argument(one)}` | {one.help or ''} |" for one in arguments)
        yield from (f"| {_option(one)} | {one.help or ''} |" for one in options)
        yield ""


def _argument(argument: TyperArgument) -> str:
    name = argument.metavar or (argument.name or "").upper()
    return f"{name}…" if argument.nargs == -1 else name


def _option(option: TyperOption) -> str:
    names = ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])
    return names if option.is_flag or option.default in (None, ()) else f"{names} (`{option.default}` unless told)"


def _unwrapped(text: str) -> str:
    """Return a docstring with its paragraphs on one line each."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text).strip()


if __name__ == "__main__":
    main()
