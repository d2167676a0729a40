"""Very many runs: their list, at the top, deep down and narrowed in every way; and what its indexes cost a run."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from statistics import median
from time import time

from sqlalchemy import Connection, text

from bench.installation import Installation, empty_installation
from bench.row import Row
from bench.timings import Timings, milliseconds

ROWS = int(os.environ.get("PRESSROOM_BENCH_RUNS", "200000"))
KEPT_DAYS = 30
"""Over which they are spread, as an installation keeps them."""
DAY_SECONDS = 86_400
ASKED = 40
FIRST = 5
"""Of what is asked often, so many are not counted."""
MOST_SECONDS = 0.1
CHANGED = 500
TURNS = 5
WORTH = 1.3
"""So many times what a run's changes of status take without the list's indexes."""
SAID = "The paper jammed in drawer 7."

FILL = text("""
    INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name, created_at, updated_at,
      started_at_epoch_ms, completed_at, executor_id, recovery_attempts, priority, attributes, serialization,
      application_version)
    SELECT 'process-document:' || lpad(i::text, 8, '0') || '\\:1',
      CASE WHEN i % 50 = 0 THEN 'ERROR' WHEN i % 997 = 0 THEN 'CANCELLED' WHEN i > :rows - 40 THEN 'ENQUEUED'
        WHEN i % 200003 = 0 THEN 'PENDING' ELSE 'SUCCESS' END,
      CASE WHEN i % 100000 = 17 THEN 'sync_folder' ELSE (ARRAY['process_document', 'process_media', 'describe_pin',
        'import_article', 'publish_pin'])[1 + i % 5] END,
      CASE WHEN i % 100000 = 17 THEN 'rounds' WHEN i % 5 = 4 THEN 'publishing' ELSE 'work' END,
      at, at, at + 100, at + 1000 + i % 4000, 'worker', 1, 5,
      jsonb_build_object('workspace_id', cast(:workspace AS text), 'subject_kind', 'document',
        'subject_id', '00000000-0000-7000-8000-' || lpad((i / 2)::text, 12, '0'), 'by', cast(:user AS text)),
      'portable_json', 'none'
    FROM generate_series(1, :rows) AS i, cast(:began + i * :apart AS bigint) AS at
""")
INPUTS = text("""
    INSERT INTO dbos.workflow_input (workflow_uuid, inputs, retention_timestamp)
    SELECT workflow_uuid, '{"positionalArgs":["01a20230"],"namedArgs":{}}', 0 FROM dbos.workflow_status
    WHERE application_version = 'none'
""")
ERRORS = text("""
    INSERT INTO dbos.workflow_output (workflow_uuid, error, retention_timestamp)
    SELECT workflow_uuid, json_build_object('name', 'RunFailed', 'message', CASE WHEN workflow_uuid LIKE '%00000\\:1'
      THEN :said ELSE 'The model did not answer in time.' END), 0
    FROM dbos.workflow_status WHERE status = 'ERROR' AND application_version = 'none'
""")
NTH = text(
    "SELECT created_at || '~' || workflow_uuid FROM dbos.workflow_status ORDER BY created_at DESC OFFSET :n LIMIT 1"
)
INDEXES = ("ix_runs_workspace", "ix_runs_workflow", "ix_runs_badly")
STATUSES = ("PENDING", "SUCCESS")


def run() -> list[Row]:
    """Fill an installation with runs, then ask for their list as a browser and a program do."""
    with empty_installation() as press:
        press.start()
        press.sign_in()
        with press.database() as database:
            with database.engine.connect() as connection:
                user = fill(connection)
                deep = str(connection.scalar(NTH, {"n": ROWS * 9 // 10}))
            found = list(rows(press, deep, user))
            with database.engine.connect() as connection:
                return [*found, written(connection)]


def rows(press: Installation, deep: str, user: str) -> Iterator[Row]:
    """Yield the times of the list."""
    subject = f"00000000-0000-7000-8000-{ROWS // 4:012}"
    wanted: Mapping[str, dict[str, str]] = {
        f"list of {ROWS:,} runs": {},
        "the same, nine tenths down": {"cursor": deep},
        "of one workflow": {"workflow": "describe_pin"},
        "of one workflow that is rare": {"workflow": "sync_folder"},
        "those that failed": {"status": "failed"},
        "that failed, nine tenths down": {"status": "failed", "cursor": deep},
        "those that were cancelled": {"status": "cancelled"},
        "those that run": {"status": "running"},
        "those that wait": {"status": "queued"},
        "those that succeeded": {"status": "succeeded"},
        "about one document": {"subject_kind": "document", "subject_id": subject},
        "asked for by one person": {"user_id": user},
        "of one queue": {"queue": "publishing"},
        "of one queue that is rare": {"queue": "rounds"},
        "of one day": {"since": days_ago(11), "until": days_ago(10)},
        "of one day and queue": {"since": days_ago(11), "until": days_ago(10), "queue": "publishing"},
        "whose error says something common": {"error": "did not answer"},
        "whose error says something rare": {"error": "drawer 7"},
        "whose error says what none says": {"error": "no such thing"},
    }
    for what, asked in wanted.items():
        yield quick(what, times(press, "/api/runs", {"limit": "50", **asked}))
    yield quick("the page of all runs", times(press, "/runs", {}))
    yield quick("the page of failed runs", times(press, "/runs", {"status": "failed"}))
    today = f"of {ROWS // KEPT_DAYS:,} runs of the last day"
    yield quick(f"how workflows fare, {today}", times(press, "/api/workflows", {}))
    yield quick("the page of workflows", times(press, "/runs/workflows", {}))


def days_ago(number: int) -> str:
    """Return a moment as the list takes it."""
    return (datetime.now(UTC) - timedelta(days=number)).isoformat()


def quick(what: str, timings: Timings) -> Row:
    """Return the row of what has to be answered at once."""
    return Row(
        what=what,
        measured=str(timings),
        against=f"p99 <= {milliseconds(MOST_SECONDS)}",
        ratio=timings.p99 / MOST_SECONDS,
        met=timings.p99 <= MOST_SECONDS,
    )


def times(press: Installation, path: str, asked: Mapping[str, str]) -> Timings:
    """Return the times of a list asked for often; the first few are not counted."""
    timings = Timings()
    for _ in range(ASKED + FIRST):
        with timings.measured():
            answer = press.client.get(path, params=asked)
        answer.raise_for_status()
    return Timings(timings.seconds[FIRST:])


def written(connection: Connection) -> Row:
    """Return what runs cost that are accepted, carried and done, with the list's indexes and without them, in turn."""
    each_by_itself = connection.execution_options(isolation_level="AUTOCOMMIT")  # as the engine commits them
    made = [
        each_by_itself.scalar(text("SELECT pg_get_indexdef(cast(:of AS regclass))"), {"of": f"dbos.{one}"})
        for one in INDEXES
    ]
    having, without = [], []
    for turn in range(TURNS):
        having.append(changed(each_by_itself, f"with-{turn}"))
        for name in INDEXES:
            each_by_itself.execute(text(f"DROP INDEX dbos.{name}"))
        without.append(changed(each_by_itself, f"without-{turn}"))
        for one in made:
            each_by_itself.exec_driver_sql(str(one))
    ratio = median(having) / median(without)
    each = (f"{milliseconds(median(one) / CHANGED)} a run" for one in (having, without))
    measured, against = each
    return Row(
        what="a run accepted, begun and done",
        measured=measured,
        against=f"without the indexes {against}; <= {WORTH}",
        ratio=ratio,
        met=ratio <= WORTH,
    )


def changed(connection: Connection, mark: str) -> float:
    """Accept runs, begin them and end them, one statement each; return the seconds this took."""
    workspace, user = _people(connection)
    timings = Timings()
    with timings.measured():
        for number in range(CHANGED):
            run_id = f"measured-{mark}-{number}"
            connection.execute(
                ACCEPT, {"id": run_id, "at": 1900000000000 + number, "workspace": workspace, "user": user}
            )
            for status in STATUSES:
                connection.execute(CHANGE, {"id": run_id, "status": status})
    return timings.seconds[0]


ACCEPT = text("""
    INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name, created_at, updated_at, priority,
      attributes, serialization, application_version)
    VALUES (:id, 'ENQUEUED', 'process_document', 'work', :at, :at, 5, jsonb_build_object('workspace_id',
      cast(:workspace AS text), 'subject_kind', 'document', 'subject_id', cast(:id AS text), 'by', cast(:user AS text)),
      'portable_json', 'none')
""")
CHANGE = text("UPDATE dbos.workflow_status SET status = :status WHERE workflow_uuid = :id")


def fill(connection: Connection) -> str:
    """Make the rows; return the user who asked for them."""
    workspace, user = _people(connection)
    connection.execute(text("ALTER TABLE dbos.workflow_status DISABLE TRIGGER USER"))
    apart = KEPT_DAYS * DAY_SECONDS * 1000 / ROWS
    began = int(time() * 1000) - KEPT_DAYS * DAY_SECONDS * 1000
    connection.execute(FILL, {"rows": ROWS, "workspace": workspace, "user": user, "began": began, "apart": apart})
    connection.execute(INPUTS)
    connection.execute(ERRORS, {"said": SAID})
    connection.execute(text("ALTER TABLE dbos.workflow_status ENABLE TRIGGER USER"))
    connection.commit()
    autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
    for name in ("workflow_status", "workflow_input", "workflow_output"):
        autocommit.execute(text(f"VACUUM ANALYZE dbos.{name}"))
    return user


def _people(connection: Connection) -> tuple[str, str]:
    return str(connection.scalar(text("SELECT id FROM workspaces"))), str(
        connection.scalar(text("SELECT id FROM users"))
    )
