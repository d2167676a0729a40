"""Every benchmark there is can be asked for by name, and the page about them says what each does."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"


def benchmarks() -> list[str]:
    """Return the names of benchmarks, in the order they run."""
    for node in ast.parse((ROOT / "bench" / "__main__.py").read_text()).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "BENCHMARKS":
            assert isinstance(node.value, ast.Dict)
            return [str(ast.literal_eval(key)) for key in node.value.keys if key]
    raise AssertionError("bench/__main__.py names no benchmarks")


def test_every_benchmark_is_explained() -> None:
    explained = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.MULTILINE)
    assert sorted(explained) == sorted(benchmarks())


def test_every_size_that_can_be_chosen_is_told() -> None:
    chosen = {
        name for path in (ROOT / "bench").glob("*.py") for name in re.findall(r"PRESSROOM_BENCH_\w+", path.read_text())
    }
    assert {name for name in chosen if name not in PAGE.read_text()} == set()
