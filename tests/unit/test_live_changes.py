"""A change, from a notification to what a client is told."""

from uuid import UUID

from pressroom.kernel.live import Change, Listener

HERE, ADA, EVE = (UUID(int=number) for number in range(3))

PAYLOAD = {
    "number": 7,
    "workspace_id": "w",
    "user_id": None,
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


def test_what_is_one_persons_alone_is_for_them_and_for_who_sees_all_of_its_kind() -> None:
    own = Change.of(PAYLOAD | {"user_id": str(ADA), "kind": "credits"})
    everyones = Change.of(PAYLOAD)
    assert [Listener(HERE, who).may_know(everyones) for who in (ADA, EVE)] == [True, True]
    assert [Listener(HERE, who).may_know(own) for who in (ADA, EVE)] == [True, False]
    assert Listener(HERE, EVE, frozenset({"credits"})).may_know(own)
    assert not Listener(HERE, EVE, frozenset({"folder"})).may_know(own)
