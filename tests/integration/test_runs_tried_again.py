"""A run that failed is tried again once: by its newest, and while nothing else is at the same work."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from pressroom.kernel.app import App
from tests.caller import Caller, problem_of
from tests.plugins import PlugIn, plug_in

__all__ = ["plug_in"]

CHARGE = """
    from pressroom.workflow import workflow


    @workflow(event="shop/order.placed")
    def charge(order: int) -> int:
        '''Charges somebody.'''
        return order
"""


@pytest.fixture
def run_id(admin: Caller, plug_in: PlugIn) -> str:
    """The first run of a workflow of one's own, cancelled."""
    plug_in(shop=CHARGE)
    answer = admin.http.post("/api/events", json={"name": "shop/order.placed", "data": {"order": 7}})
    (begun,) = answer.json()["run_ids"]
    cancel(admin, begun)
    return str(begun)


def cancel(caller: Caller, run_id: str) -> None:
    assert caller.http.post(f"/api/runs/{run_id}/cancel").json()["status"] == "cancelled"


def retry(caller: Caller, run_id: str) -> httpx.Response:
    return caller.http.post(f"/api/runs/{run_id}/retry")


def refused(answer: httpx.Response, code: str) -> str:
    """Return why something was refused."""
    told: Mapping[str, Any] = problem_of(answer, 409, code)
    return str(told["detail"])


def nth(run_id: str, number: int) -> str:
    return f"{run_id.rpartition(':')[0]}:{number}"


def end(app: App, run_id: str, status: str) -> None:
    """Let a run end as a worker would."""
    with app.database.transaction() as session:
        ended = text("UPDATE dbos.workflow_status SET status = :status WHERE workflow_uuid = :id")
        session.execute(ended, {"status": status, "id": run_id})


def test_only_the_newest_run_is_tried_again(admin: Caller, run_id: str) -> None:
    assert retry(admin, run_id).json()["run_id"] == nth(run_id, 2)
    assert nth(run_id, 2) in refused(retry(admin, run_id), "busy")
    cancel(admin, nth(run_id, 2))
    assert nth(run_id, 2) in refused(retry(admin, run_id), "newer")
    assert retry(admin, nth(run_id, 2)).json()["run_id"] == nth(run_id, 3)
    assert len(admin.json("/api/runs", workflow="charge")["items"]) == 3


def test_what_has_been_done_since_is_not_done_again(admin: Caller, app: App, run_id: str) -> None:
    retry(admin, run_id)
    end(app, nth(run_id, 2), "SUCCESS")
    assert nth(run_id, 2) in refused(retry(admin, run_id), "completed")


def test_an_older_run_is_not_wound_back_either(admin: Caller, run_id: str) -> None:
    retry(admin, run_id)
    cancel(admin, nth(run_id, 2))
    refused(admin.http.post(f"/api/runs/{run_id}/rewind", json={"step": 1}), "newer")
    assert admin.http.post(f"/api/runs/{nth(run_id, 2)}/rewind", json={"step": 1}).is_success


def test_asked_for_several_times_at_once_it_is_one_run(admin: Caller, run_id: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: retry(admin, run_id), range(6)))
    assert sorted(one.status_code for one in answers) == [202, 409, 409, 409, 409, 409]
    assert len(admin.json("/api/runs", workflow="charge")["items"]) == 2


def test_a_blog_read_since_is_not_read_again_for_an_old_run(admin: Caller, app: App) -> None:
    project = admin.http.post("/api/projects", json={"name": "Blog", "site_url": "http://127.0.0.1:9/"})
    assert project.is_success, project.text
    scrape = f"/api/projects/{project.json()['id']}/scrape"
    first = admin.http.post(scrape).json()["run_id"]
    cancel(admin, first)
    second = admin.http.post(scrape).json()["run_id"]
    end(app, second, "SUCCESS")
    assert second in refused(retry(admin, first), "completed")


@pytest.mark.parametrize(("value", "partition"), [(None, "none"), ("", "empty"), (0, "0"), ("north", "north")])
def test_inputs_of_different_keys_do_not_count_together(
    admin: Caller, app: App, plug_in: PlugIn, value: object, partition: str
) -> None:
    plug_in(
        keyed="""
        from pressroom.workflow import workflow


        @workflow(event="shop/counted", key="shop")
        def count_up(shop: int | str | None) -> None:
            '''Counts.'''
        """
    )
    answer = admin.http.post("/api/events", json={"name": "shop/counted", "data": {"shop": value}})
    kept = text("SELECT queue_partition_key FROM dbos.workflow_status WHERE workflow_uuid = :id")
    with app.database.transaction() as session:
        assert session.scalar(kept, {"id": answer.json()["run_ids"][0]}) == partition
