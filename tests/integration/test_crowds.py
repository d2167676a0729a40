"""Many at once: nobody waits for ever, and two who act on one thing take turns."""

from concurrent.futures import ThreadPoolExecutor

import httpx
from sqlalchemy import text

from pressroom.core.runs.stranded import SETTLED
from pressroom.features.documents.actions.progress import mend_stranded
from pressroom.kernel.app import App
from tests.caller import Caller
from tests.clients import TRUSTED

CROWD = 150


def test_a_crowd_of_requests_is_answered(admin: Caller, nobody: httpx.Client) -> None:
    paths = ["/api/documents", "/api/runs", "/api/usage"] * (CROWD // 3)
    limits = httpx.Limits(max_connections=CROWD)
    headers = {"Authorization": f"Bearer {admin.token}"}
    with (
        httpx.Client(base_url=nobody.base_url, headers=headers, limits=limits, timeout=60, verify=TRUSTED) as client,
        ThreadPoolExecutor(CROWD) as crowd,
    ):
        codes = list(crowd.map(lambda path: client.get(path).status_code, paths))
    assert codes == [200] * len(paths)


def test_a_document_whose_run_ended_without_a_word_is_given_up(app: App, admin: Caller) -> None:
    document_id = admin.add("A run that was cancelled by a process that died")
    app.durable.client.cancel_workflow(f"process-document:{document_id}:1")
    with app.database.transaction() as session:
        assert mend_stranded(session) == 0  # it may yet be told by whoever ended it
        session.execute(text("UPDATE documents SET updated_at = now() - :age"), {"age": SETTLED * 2})
        assert mend_stranded(session) == 1
    assert admin.document(document_id)["status"] == "failed"


def test_two_who_act_on_one_document_at_once_start_one_run(app: App, admin: Caller) -> None:
    document_id = admin.add("Wanted twice")
    with app.database.transaction() as session:
        session.execute(text("UPDATE documents SET status = 'completed'"))
    paths = [f"/api/documents/{document_id}/ocr", f"/documents/{document_id}/regeneration"] * 2
    with ThreadPoolExecutor(len(paths)) as several:
        codes = list(several.map(lambda path: admin.http.post(path).status_code, paths))
    assert sorted(codes).count(409) == len(paths) - 1, codes
