"""The client asks for nothing the API does not have, and stands by itself."""

import inspect
import re
import subprocess
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, Required, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from docs.generate import described_api
from docs.generate_client import MODELS, models
from jsonschema import Draft202012Validator
from pydantic import BaseModel
from typing_extensions import Unpack, is_typeddict

from pressroom.client.calls import Call
from pressroom.client.flows import Flow, Patience, Send, go_on
from pressroom.client.groups import Group, Method, Request, Walk
from pressroom.client.press import Press

API = described_api()
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "python.md"
ID = UUID("01890000-0000-7000-8000-000000000000")
SAMPLES: Mapping[object, object] = {
    UUID: ID,
    bool: True,
    int: 1,
    float: 1.0,
    datetime: datetime(2026, 1, 2, tzinfo=UTC),
    date: date(2026, 1, 2),
    str: "EUR",
    Path: Path("a.txt"),
}


class Nowhere:
    """Carries nothing out."""

    patience = Patience()

    def run(self, flow: Flow[Any]) -> None:
        """Do nothing."""

    def walk(self, flow: Flow[Any]) -> None:
        """Do nothing."""


def groups() -> Iterator[type[Group[Any]]]:
    """Yield every group of calls a client has."""
    for one in vars(Press).values():
        if hint := get_type_hints(getattr(one, "func", None)).get("return") if hasattr(one, "func") else None:
            yield get_origin(hint) or hint


def methods() -> Iterator[tuple[str, type[Group[Any]], Method[..., Any] | Walk[..., Any]]]:
    """Yield every method of every group."""
    for group in groups():
        for name, one in vars(group).items():
            if isinstance(one, Method | Walk):
                yield f"{group.__name__}.{name}", group, one


def sample(kind: Any) -> Any:  # noqa: ANN401  # of any type
    """Return a value of a type."""
    if kind in SAMPLES:
        return SAMPLES[kind]
    if is_typeddict(kind):
        return {name: sample(one) for name, one in get_type_hints(kind).items()}
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return inner[0]
    if origin in {Union, types.UnionType, Required}:
        return sample(inner[0])
    return sample_of_many(origin, inner)


def sample_of_many(origin: Any, inner: Sequence[Any]) -> object:  # noqa: ANN401  # of any type
    """Return a value that holds others."""
    if origin is None or origin is tuple:
        return ("a.txt", b"a")
    return {"a": 1} if issubclass(origin, Mapping) else [sample(inner[0])]


def calls() -> Iterator[tuple[str, Call[Any]]]:
    """Yield a call of every method, with all that it takes."""
    for name, group, method in methods():
        function: Any = method.describe if isinstance(method, Request | Walk) else method._describe  # noqa: SLF001  # a test
        given: list[Any] = []
        named: dict[str, Any] = {}
        hints = get_type_hints(function)
        for one in list(inspect.signature(function).parameters.values())[1:]:
            kind = hints[one.name]
            if one.kind is one.VAR_KEYWORD:
                named |= sample(get_args(kind)[0] if get_origin(kind) is Unpack else kind)
            elif one.kind is one.KEYWORD_ONLY:
                named[one.name] = sample(kind)
            else:
                given.append(sample(kind))
        described = function(group(Nowhere()), *given, **named)
        if not isinstance(described, Call):
            effect = go_on(described)
            assert isinstance(effect, Send), name
            described = effect.call
        yield name, described


CALLS = dict(calls())


@pytest.fixture(params=list(CALLS))
def call(request: pytest.FixtureRequest) -> Call[Any]:
    """Each call that the client can make."""
    return CALLS[request.param]


def operation(call: Call[Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = API["paths"][call.path][call.method.lower()]
    return found


def named(call: Call[Any], where: str) -> Mapping[str, bool]:
    """Return the parameters of a call's operation, and whether each has to be given."""
    told = operation(call).get("parameters", ())
    return {one["name"]: one.get("required", False) for one in told if one["in"] == where}


def test_the_client_has_what_a_script_wants() -> None:
    assert len(CALLS) > 65
    assert {"Documents.upload", "Runs.wait", "Runs.watch", "Events.send_many", "Pins.each"} <= CALLS.keys()


def test_a_call_is_one_the_api_has(call: Call[Any]) -> None:
    assert call.at.keys() == named(call, "path").keys()
    query = named(call, "query")
    assert call.query.keys() <= query.keys()
    assert {name for name, is_required in query.items() if is_required} <= call.query.keys()
    assert {name.lower() for name in call.headers} <= {name.lower() for name in named(call, "header")}


def test_a_call_is_sent_with_a_key_where_the_api_minds_it(call: Call[Any]) -> None:
    assert call.keyed is ("Idempotency-Key" in named(call, "header"))


def test_what_a_call_sends_is_what_the_api_takes(call: Call[Any]) -> None:
    body = operation(call).get("requestBody", {})
    if call.files:
        schema = schema_of(body["content"]["multipart/form-data"]["schema"])
        assert {call.files[0], *call.form} <= schema["properties"].keys()
        assert set(schema["required"]) <= {call.files[0], *call.form}
    elif call.json is not None:
        (content,) = body["content"].values()
        assert "application/json" in body["content"]
        checked = {**content["schema"], "components": API["components"]}
        errors = [one.message for one in Draft202012Validator(checked).iter_errors(call.body(ExitStack())["json"])]
        assert errors == []
    else:
        assert not body.get("required")


def test_a_call_reads_what_the_api_answers(call: Call[Any]) -> None:
    answers = operation(call)["responses"][str(int(call.status))].get("content", {})
    if not (inspect.isclass(call.answer) and issubclass(call.answer, BaseModel)):
        assert "application/json" not in answers or call.into
        return
    schema = answers["application/json"]["schema"]
    several = [schema_of(one) for one in schema.get("anyOf", [schema])]
    assert call.answer.model_fields.keys() in [one["properties"].keys() for one in several]


def schema_of(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a schema refers to, or itself."""
    found: Mapping[str, Any] = API["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
    return found


def test_the_models_are_those_of_the_api() -> None:
    stale = [name for name, text in models(API).items() if (MODELS / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run `python -m docs.generate`"
    assert {one.name for one in MODELS.glob("*.py")} == models(API).keys()


def test_the_client_loads_neither_the_server_nor_its_engine() -> None:
    looked = (
        "import sys; import pressroom.client; "
        "print(*sorted({one.partition('.')[0] for one in sys.modules}), "
        "*[one for one in sys.modules if one.startswith('pressroom.') and not one.startswith('pressroom.client')])"
    )
    done = subprocess.run([sys.executable, "-c", looked], check=True, capture_output=True, text=True)  # noqa: S603  # ours
    loaded = set(done.stdout.split())
    assert {"pressroom", "pydantic", "httpx2"} <= loaded
    assert not loaded & {"dbos", "fastapi", "starlette", "sqlalchemy", "typer", "numpy", "structlog"}
    assert not {one for one in loaded if one.startswith("pressroom.")}


@pytest.mark.parametrize("number", [0, 1])
def test_the_scripts_of_the_how_to_are_typed_and_a_slip_is_found(number: int, tmp_path: Path) -> None:
    program = re.findall(r"```python\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)[number]
    slip = program.replace("press.documents.upload(", "press.documents.upload(colour=1, ").replace(
        "run.status", "run.state"
    )
    (tmp_path / "well.py").write_text(program, encoding="utf-8")
    (tmp_path / "slip.py").write_text(slip, encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file", ""]
    done = subprocess.run(  # noqa: S603  # our own linter
        [*mypy, str(tmp_path / "well.py"), str(tmp_path / "slip.py")], capture_output=True, text=True, check=False
    )
    errors = [line.rpartition("/")[2] for line in done.stdout.splitlines() if "error:" in line]
    assert errors, done.stderr
    assert {line.partition(":")[0] for line in errors} == {"slip.py"}, done.stdout
