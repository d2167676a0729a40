"""The embedded PostgreSQL, held by several processes."""

import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from pressroom.kernel.postgres import EmbeddedPostgres


def test_it_stops_with_its_last_living_holder_though_another_was_killed(data_dir: Path) -> None:
    folder = data_dir / "postgres"
    held = EmbeddedPostgres(folder)
    with subprocess.Popen([sys.executable, "-c", "pass"]) as gone:
        gone.wait()
    holders = folder / ".handle_pids.json"
    holders.write_text(json.dumps([gone.pid, *json.loads(holders.read_text())]))
    held.release()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(held.url)
