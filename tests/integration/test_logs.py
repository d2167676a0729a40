"""Log lines as machines read them."""

import json
import subprocess
import sys
from typing import Any

PROGRAM = """
import logging
from pressroom.kernel.log import configure_logging, logger, noted
configure_logging(style="json", level="info", requests={requests})
with noted(run_id="run-1"):
    logger("ours").info("hello", pages=3)
    logging.getLogger("library").warning("careful")
    try:
        1 / 0
    except ZeroDivisionError:
        logger("ours").exception("broke")
logger("pressroom.web.requests").info("request", status=200)
"""


def lines_of(*, requests: bool = False) -> list[dict[str, Any]]:
    program = PROGRAM.format(requests=requests)
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  # our own
    return [json.loads(line) for line in said.stderr.splitlines()]


def test_every_line_is_an_object_that_names_its_run_a_library_s_too() -> None:
    ours, theirs, broke = lines_of()
    assert ours | {"event": "hello", "pages": 3, "level": "info", "run_id": "run-1"} == ours
    assert ours["timestamp"].endswith("Z")
    assert theirs | {"event": "careful", "level": "warning", "run_id": "run-1"} == theirs
    assert broke["event"] == "broke"
    assert "ZeroDivisionError" in broke["exception"]


def test_requests_are_told_of_where_that_is_asked_for() -> None:
    assert [line["event"] for line in lines_of(requests=True)][-1] == "request"
