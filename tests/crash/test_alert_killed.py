"""A worker is killed between an alert and its mail: the next one writes, and the letter is known by its id."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import update

from pressroom.core.alerts.models import Alert
from pressroom.core.connections.models import Connection
from pressroom.kernel.app import App
from tests.caller import Caller
from tests.crash.conftest import Processes
from tests.crash.edges import Edge, Edges
from tests.documents import rows
from tests.library import connect
from tests.mail_server import MailServer, mail_server
from tests.media import wait_for

pytestmark = pytest.mark.timeout(400)

LONGEST_SECONDS = 120.0
RAISED = Edge(2, "settle_alerts", "recorded")
WRITTEN = Edge(3, "mail_alert", "record")
"""The letter went out, and whoever sent it died before that was known."""


@pytest.fixture
def post(processes: Processes) -> Iterator[MailServer]:
    """The mail server that workers write to."""
    with mail_server() as server:
        processes.environment |= {"PRESSROOM_SMTP_URL": server.url, "PRESSROOM_ALERTS_TO": '["ops@example.org"]'}
        yield server


@pytest.mark.parametrize("edge", [RAISED, WRITTEN], ids=lambda edge: edge.name)
def test_an_alert_s_mail_goes_out_though_the_worker_died(  # noqa: PLR0917  # pytest passes by name
    admin: Caller, app: App, processes: Processes, edges: Edges, post: MailServer, edge: Edge
) -> None:
    letters = 2 if edge == WRITTEN else 1
    connect(app, admin, "ada@example.test", is_active=False)
    edges.hold("look_for_alerts", edge)
    worker = processes.start("worker")
    wait_for(lambda: admin.json("/api/schedules/look_for_alerts")["next_at"], LONGEST_SECONDS)
    assert admin.http.post("/api/schedules/look_for_alerts/runs").status_code == 202
    edges.wait_for_one_more()
    worker.kill()
    worker.wait()
    edges.let_go()
    processes.start("worker")
    wait_for(lambda: len(post.kept) == letters, LONGEST_SECONDS)
    (alert,) = rows(app, Alert)
    assert {one["message-id"] for one in post.kept} == {f"<{alert.id}.raised@pressroom>"}
    with app.database.transaction() as session:
        session.execute(update(Connection).values(active=True))
    admin.http.post("/api/schedules/look_for_alerts/runs")
    wait_for(partial(is_well_again, post, letters), LONGEST_SECONDS)


def is_well_again(post: MailServer, letters: int) -> bool:
    """Tell whether the letter came that says that all is well."""
    return [str(one["subject"]).startswith("Pressroom: Well again") for one in post.kept[letters:]] == [True]
