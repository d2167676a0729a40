"""A mailbox keeps what its reader is yet to be told, in order, and no more than a slow reader may miss."""

import asyncio

from pressroom.kernel.mailbox import MOST, Mailbox, Signal


def taken(mailbox: Mailbox[int]) -> list[int | Signal]:
    return asyncio.run(mailbox.take())


def test_all_that_waits_is_taken_at_once_in_order() -> None:
    mailbox = Mailbox[int]()
    for number in range(3):
        mailbox.put(number)
    assert taken(mailbox) == [0, 1, 2]


def test_a_reader_that_waits_is_woken_by_the_first_thing_told() -> None:
    async def read() -> list[int | Signal]:
        mailbox = Mailbox[int]()
        waiting = asyncio.create_task(mailbox.take())
        await asyncio.sleep(0)
        mailbox.put(7)
        mailbox.put(8)
        return await waiting

    assert asyncio.run(read()) == [7, 8]


def test_a_heart_beats_only_where_nothing_else_is_told() -> None:
    mailbox = Mailbox[int]()
    mailbox.beat()
    mailbox.beat()
    assert taken(mailbox) == [Signal.BEAT]
    mailbox.put(1)
    mailbox.beat()
    assert taken(mailbox) == [1]


def test_a_reader_that_is_too_slow_is_sent_away() -> None:
    mailbox = Mailbox[int]()
    for number in range(MOST + 1):
        mailbox.put(number)
    assert taken(mailbox) == [Signal.LEAVE]


def test_whoever_is_sent_away_is_told_nothing_before() -> None:
    mailbox = Mailbox[int]()
    mailbox.put(1)
    mailbox.dismiss()
    mailbox.put(2)
    assert taken(mailbox) == [Signal.LEAVE, 2]
