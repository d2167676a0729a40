"""A change, from a notification to what a client is told."""

from pressroom.kernel.live import Change

PAYLOAD = {
    "number": 7,
    "workspace_id": "w",
    "kind": "document",
    "id": "d",
    "status": "completed",
    "at": "2026-11-21T10:00:00.000Z",
}


def test_a_change_tells_its_client_no_more_than_it_needs() -> None:
    assert Change.of(PAYLOAD).public == {
        "kind": "document",
        "id": "d",
        "status": "completed",
        "at": "2026-11-21T10:00:00.000Z",
    }
