"""What samples of many views share: the frame of a page, and what a panel says about anything described."""

from datetime import UTC, datetime

from pressroom.web import views
from pressroom.web.views.metadata import Provenance, RevisionRow, RunLink
from pressroom.web.views.shell import Crumb

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SHELL = views.Shell(
    section="home",
    user_name="Ada",
    user_email="ada@example.org",
    workspace_name="Kitchen notes",
    document_count=412,
    running_count=2,
    media_count=1000,
    pin_count=87,
    generations_running=3,
)
DONE = views.State("ok", "Completed")
PROVENANCE = Provenance(
    author="Built-in model",
    at=AT,
    run=Crumb("/runs/r1", "its run"),
    seconds=0.4,
    confidence="low",
    notes=("The text is short.",),
)
REVISIONS = (
    RevisionRow(
        id="v2",
        at=AT,
        author="Built-in model",
        name="Rechnung 2026-118",
        feedback="Name the supplier",
        is_current=True,
        is_older=False,
        is_newer=True,
    ),
    RevisionRow(
        id="v1",
        at=AT,
        author="Written by hand",
        name="Rechnung",
        feedback=None,
        is_current=False,
        is_older=True,
        is_newer=False,
    ),
)
RUNS = (RunLink("r1", "process document", DONE, AT, 1.2),)
