"""Views of workflows, queues, workers and schedules that together use every template and every field of theirs."""

from collections.abc import Iterator
from dataclasses import replace

from pressroom.web import views
from pressroom.web.views.floor import (
    BegunRow,
    CarriedRow,
    Gone,
    LeftOut,
    PartitionRow,
    QueueRow,
    QueuesPage,
    SchedulePage,
    ScheduleRow,
    SchedulesPage,
    Spark,
    SparkBar,
    StartField,
    WorkerRow,
    WorkersPage,
    WorkflowGroup,
    WorkflowPage,
    WorkflowRow,
    WorkflowsPage,
)
from pressroom.web.views.shell import Choice, State
from tests.architecture.frame import AT, SHELL

OWNER = replace(SHELL, section="runs", is_owner=True)
ROW = WorkflowRow(
    name="process_document",
    title="Process document",
    about="Reads a document page by page, then names, tags and summarises it.",
    begins=("document/uploaded",),
    spark=Spark(bars=(SparkBar(0.1, 50.0, 50.0), SparkBar(23.1, 0.0, 100.0)), label="Runs in each hour, 4 at most"),
    runs=6,
    failed=1,
    failure_rate=1 / 6,
    p50_seconds=1.2,
    p95_seconds=8.0,
    source=None,
)
QUIET = replace(ROW, spark=None, runs=0, failed=0, failure_rate=None, p50_seconds=None, p95_seconds=None)
OFFERS = (Choice(value="d1", label="Invoice", is_chosen=False),)
FIELD = StartField(
    name="document_id", label="Document", kind="text", value="", hint="Its id.", is_required=True, offers=OFFERS
)
FIELDS = (
    FIELD,
    replace(FIELD, name="url", label="Address", hint="", is_required=False, offers=()),
    replace(FIELD, name="style", label="Style", kind="pick"),
    replace(FIELD, name="account", label="Account", kind="pick", is_required=False),
    replace(FIELD, name="feedback", label="What should be different", kind="area", value="Shorter"),
    replace(FIELD, name="again", label="Read it anew", kind="check", value="true"),
    replace(FIELD, name="once", label="Once", kind="check", hint=""),
)
WORKFLOW = WorkflowPage(
    shell=OWNER,
    workflow=ROW,
    queue="work",
    retries="3 tries a step while a provider is busy",
    schedule="30 3 * * *",
    events=("document/uploaded",),
    fields=FIELDS,
    error="There is no such document here.",
    example="curl -X POST …",
)
QUEUE = QueueRow(
    name="generations",
    about="What is painted, a few at a time for each user.",
    state=State("run", "Working"),
    is_paused=False,
    depth=7,
    running=2,
    oldest_at=AT,
    at_once=4,
    at_once_default=8,
    most_at_once=64,
    of_partition=2,
    of_partition_default=5,
    most_of_partition=5,
    partition_of="user",
    is_changed=True,
    partitions=(PartitionRow("Ada", 2, 7),),
)
PAUSED = replace(
    QUEUE,
    name="work",
    state=State("warn", "Paused"),
    is_paused=True,
    oldest_at=None,
    of_partition=None,
    most_of_partition=None,
    is_changed=False,
    partitions=(),
)
WORKER = WorkerRow(
    id="01890000-0000-7000-8000-000000000000",
    host="press-1",
    pid=4211,
    version="0.7.0",
    started_at=AT,
    state=State("run", "Working"),
    is_draining=False,
    runs=(CarriedRow("Process document", "/runs/r1", AT), CarriedRow("Publish due", None, None)),
    more=3,
)
LEAVING = replace(WORKER, version="", state=State("warn", "Leaving"), is_draining=True, runs=(), more=0)
SCHEDULE = ScheduleRow(
    name="prune_history",
    title="Prune history",
    about="Lets finished runs go after their time.",
    cron="0 4 * * *",
    in_words="every day at 04:00 UTC",
    default_cron="30 3 * * *",
    state=State("ok", "On"),
    is_paused=False,
    last_at=AT,
    next_at=AT,
    missed=(Choice(value="skip", label="Skip them", is_chosen=True),),
)
STOPPED = replace(SCHEDULE, in_words=None, state=State("warn", "Paused"), is_paused=True, last_at=None, next_at=None)
BEGUN = BegunRow(id="sched-1", state=State("bad", "Failed"), created_at=AT, seconds=1.5, error="The disk is full.")
SINGLE = SchedulePage(
    shell=OWNER,
    schedule=SCHEDULE,
    history=(BEGUN, replace(BEGUN, id="sched-2", seconds=None, error=None)),
    error="That is no cron.",
)


def every_view_of_the_floor() -> Iterator[views.View]:
    """Yield views that together use every template and every field."""
    own = replace(QUIET, source="shop.py")
    groups = (WorkflowGroup("started", "Started by you", (ROW, QUIET)), WorkflowGroup("own", "Your own", (own,)))
    yield WorkflowsPage(shell=OWNER, groups=groups[:1], left_out=(), gone=())
    left_out = LeftOut("orders.py", "NameError: name 'x' is not defined (orders.py, line 3)")
    yield WorkflowsPage(shell=OWNER, groups=groups, left_out=(left_out,), gone=(Gone("thank", 2),))
    yield replace(WORKFLOW, workflow=own)
    yield WORKFLOW
    yield replace(WORKFLOW, shell=SHELL, workflow=replace(ROW, failed=0), events=(), fields=None, error=None)
    yield replace(WORKFLOW, shell=SHELL, workflow=QUIET, schedule=None, error=None)
    yield QueuesPage(shell=OWNER, queues=(QUEUE, PAUSED))
    yield WorkersPage(shell=OWNER, workers=(WORKER, LEAVING))
    yield WorkersPage(shell=OWNER, workers=())
    yield SchedulesPage(shell=OWNER, schedules=(SCHEDULE, STOPPED), has_worker=False)
    yield SchedulesPage(shell=OWNER, schedules=(SCHEDULE,), has_worker=True)
    yield SINGLE
    yield replace(SINGLE, schedule=STOPPED, history=(), error=None)
    yield replace(SINGLE, schedule=replace(SCHEDULE, next_at=None))
