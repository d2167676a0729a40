"""Holds runs exactly at the edge of a step, from inside the database.

A trigger in the test's own database waits for a lock that the test holds, at the moment a step's record is written
(before it is there) or committed (once it is there and nobody has been told). The test sees who waits, kills the
process, and lets the lock go: what was only being written is undone, what was being committed is there.
"""

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

import psycopg

KEY = 4_242
WAIT_SECONDS = 60.0

Moment = Literal["data", "record", "recorded", "end"]
"""Before a beat's data commits · before the engine's record · just after it · before the run is marked done."""

HOLD = f"""
CREATE TABLE held_documents (filename text, step int, moment text);
CREATE FUNCTION hold(this_run text, this_step int, this_moment text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM held_documents JOIN documents USING (filename)
             WHERE this_run LIKE '%' || documents.id || '%' AND step = this_step AND moment = this_moment) THEN
    PERFORM pg_advisory_xact_lock_shared({KEY});
  END IF;
END $$;
CREATE FUNCTION hold_data() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM hold(NEW.workflow_id, NEW.step_id, 'data'); RETURN NEW; END $$;
CREATE FUNCTION hold_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM hold(NEW.workflow_uuid, NEW.function_id, TG_ARGV[0]); RETURN NEW; END $$;
CREATE FUNCTION hold_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM hold(NEW.workflow_uuid, 0, 'end'); RETURN NEW; END $$;
CREATE TRIGGER hold_data BEFORE INSERT ON dbos.datasource_outputs FOR EACH ROW EXECUTE FUNCTION hold_data();
CREATE TRIGGER hold_record BEFORE INSERT ON dbos.operation_outputs FOR EACH ROW EXECUTE FUNCTION hold_step('record');
CREATE CONSTRAINT TRIGGER hold_recorded AFTER INSERT ON dbos.operation_outputs DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION hold_step('recorded');
CREATE TRIGGER hold_end BEFORE UPDATE OF status ON dbos.workflow_status
  FOR EACH ROW WHEN (NEW.status = 'SUCCESS') EXECUTE FUNCTION hold_end();
"""


@dataclass(frozen=True, slots=True)
class Edge:
    """A moment of a step; steps are counted from 1."""

    step: int
    name: str
    moment: Moment


class Edges:
    """The edges at which runs are held until `let_go`."""

    def __init__(self, database_url: str) -> None:
        self._connection = psycopg.connect(database_url, autocommit=True)
        self._expected = 0

    def __enter__(self) -> Self:
        self._connection.execute(HOLD)
        self._connection.execute(f"SELECT pg_advisory_lock({KEY})")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def hold(self, filename: str, edge: Edge) -> None:
        """Hold the run of the document with that file name when it comes to an edge."""
        self._connection.execute("INSERT INTO held_documents VALUES (%s, %s, %s)", (filename, edge.step, edge.moment))

    def wait_for_one_more(self) -> None:
        """Wait until one more run is held."""
        self._expected += 1
        deadline = time.monotonic() + WAIT_SECONDS
        while (held := self._held()) < self._expected:
            assert time.monotonic() < deadline, f"{held} of {self._expected} runs came to their edge"
            time.sleep(0.02)

    def let_go(self) -> None:
        """Let every run go on, past every edge; hold again what is named after this."""
        self._expected = 0
        self._connection.execute("DELETE FROM held_documents")
        self._connection.execute(f"SELECT pg_advisory_unlock({KEY})")
        deadline = time.monotonic() + WAIT_SECONDS
        while self._held():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        self._connection.execute(f"SELECT pg_advisory_lock({KEY})")

    def _held(self) -> int:
        row = self._connection.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted", (KEY,)
        ).fetchone()
        assert row is not None
        return int(row[0])
