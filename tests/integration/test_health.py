"""The server tells how it is."""

import httpx


def test_without_a_worker_the_server_says_it_cannot_do_its_work(nobody: httpx.Client) -> None:
    answer = nobody.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "no worker is running"
