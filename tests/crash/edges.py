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

NAMES = """
CREATE VIEW subjects AS
  SELECT id::text, filename AS name FROM documents
  UNION ALL SELECT id::text, name FROM folder_files
  UNION ALL SELECT id::text, name FROM media_folders
  UNION ALL SELECT id::text, filename FROM generations
  UNION ALL SELECT id::text, link FROM pins
  UNION ALL SELECT d.id::text, w.url FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
  UNION ALL SELECT name, name FROM (VALUES ('look_for_alerts')) AS round (name);
"""
"""A document's run is held by the file's name; so is a folder's, a file's of a folder, a generation's; a pin's by its
link, a delivery's by the webhook's address, a round's by its own name."""

HOLD = f"""
CREATE TABLE held (name text, step int, moment text);
CREATE FUNCTION hold(this_run text, this_step int, this_moment text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM held JOIN subjects USING (name)
             WHERE this_run LIKE '%' || subjects.id || '%' AND step = this_step AND moment = this_moment) THEN
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

HOLD_ROWS = """
CREATE FUNCTION hold_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM hold(to_jsonb(NEW)->>TG_ARGV[0], TG_ARGV[1]::int, 'data'); RETURN NEW; END $$;
CREATE TRIGGER hold_found BEFORE INSERT ON folder_files FOR EACH ROW EXECUTE FUNCTION hold_row('folder_id', '1');
CREATE TRIGGER hold_handed BEFORE UPDATE ON folder_files
  FOR EACH ROW WHEN (NEW.status = 'queued' AND OLD.status = 'found') EXECUTE FUNCTION hold_row('folder_id', '2');
CREATE TRIGGER hold_stored BEFORE UPDATE ON folder_files
  FOR EACH ROW WHEN (NEW.status = 'stored' AND OLD.status = 'queued') EXECUTE FUNCTION hold_row('id', '1');
CREATE TRIGGER hold_seen BEFORE UPDATE ON media_items
  FOR EACH ROW WHEN (NEW.width IS NOT NULL AND OLD.width IS NULL) EXECUTE FUNCTION hold_row('id', '2');
CREATE TRIGGER hold_embedded BEFORE UPDATE ON media_items
  FOR EACH ROW WHEN (NEW.embedding IS NOT NULL AND OLD.embedding IS NULL) EXECUTE FUNCTION hold_row('id', '4');
CREATE TRIGGER hold_photo BEFORE UPDATE ON generations
  FOR EACH ROW WHEN (NEW.original_look <> OLD.original_look) EXECUTE FUNCTION hold_row('id', '1');
CREATE TRIGGER hold_analysis BEFORE UPDATE ON generations
  FOR EACH ROW WHEN (NEW.analysis <> OLD.analysis) EXECUTE FUNCTION hold_row('id', '2');
CREATE TRIGGER hold_painting BEFORE UPDATE ON generations
  FOR EACH ROW WHEN (NEW.painting <> OLD.painting) EXECUTE FUNCTION hold_row('id', '3');
CREATE TRIGGER hold_pin_seen BEFORE UPDATE ON pins
  FOR EACH ROW WHEN (NEW.picture <> OLD.picture) EXECUTE FUNCTION hold_row('id', '1');
CREATE TRIGGER hold_sending BEFORE UPDATE ON publish_attempts
  FOR EACH ROW WHEN (NEW.outcome = 'sent' AND OLD.outcome = 'claimed') EXECUTE FUNCTION hold_row('pin_id', '51');
CREATE TRIGGER hold_answer BEFORE UPDATE ON publish_attempts
  FOR EACH ROW WHEN (NEW.outcome = 'published' AND OLD.outcome = 'sent') EXECUTE FUNCTION hold_row('pin_id', '52');
CREATE TRIGGER hold_result BEFORE UPDATE ON generations
  FOR EACH ROW WHEN (NEW.result_id IS NOT NULL AND OLD.result_id IS NULL) EXECUTE FUNCTION hold_row('id', '4');
"""
"""Steps of a sync and of a generation write rows in transactions of their own, so those are held by what they write.

A pin's sending is held at two moments of one step: 51 before it is written down that it goes out, 52 before the answer.
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
        self._connection.execute(NAMES + HOLD + HOLD_ROWS)
        self._connection.execute(f"SELECT pg_advisory_lock({KEY})")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def hold(self, name: str, edge: Edge) -> None:
        """Hold the run of the document, folder or file with that name when it comes to an edge."""
        self._connection.execute("INSERT INTO held VALUES (%s, %s, %s)", (name, edge.step, edge.moment))

    def wait_for_one_more(self) -> None:
        """Wait until one more run is held."""
        self.wait_for(1)

    def wait_for(self, more: int) -> None:
        """Wait until so many more runs are held."""
        self._expected += more
        deadline = time.monotonic() + WAIT_SECONDS
        while (held := self._held()) < self._expected:
            assert time.monotonic() < deadline, f"{held} of {self._expected} runs came to their edge"
            time.sleep(0.02)

    def let_go(self) -> None:
        """Let every run go on, past every edge; hold again what is named after this."""
        self._expected = 0
        self._connection.execute("DELETE FROM held")
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
