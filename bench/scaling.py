"""Runs of five steps that wait, and of five that compute, carried by one worker and by two."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from sqlalchemy import text

from bench.installation import free_port, installation
from bench.pressed import BEATS, COMPUTES_SECONDS, PROGRAM
from bench.row import Row
from bench.timings import milliseconds, wait_until

WAITS_SECONDS = 0.05
RUNS = {"wait_often": 200, "compute_often": 80}
LONGEST_SECONDS = 240.0
ENDED = text("""
    SELECT count(*), (max(completed_at) - min(started_at_epoch_ms)) / 1000.0 FROM dbos.workflow_status
    WHERE status = 'SUCCESS' AND name = :name
""")


def run() -> list[Row]:
    """Accept the runs while no worker runs, then let workers at them."""
    with slow_server() as url:
        waiting, computing = ([speed(name, workers, url) for workers in (1, 2)] for name in RUNS)
    return [
        *rows(f"runs of {BEATS} steps that wait {milliseconds(WAITS_SECONDS)} for a server", waiting),
        *rows(f"runs of {BEATS} steps that compute for {milliseconds(COMPUTES_SECONDS)}", computing),
    ]


def rows(what: str, speeds: list[float]) -> Iterator[Row]:
    """Yield how many a second one worker carries, and two."""
    one, two = speeds
    yield Row(what=f"{what}, one worker", measured=f"{one:.1f} runs/s")
    yield Row(what=f"{what}, two workers", measured=f"{two:.1f} runs/s", against="one worker", ratio=two / one)


def speed(name: str, workers: int, url: str) -> float:
    """Return how many runs a second are carried that came all at once, from the first that begins to the last end."""
    number = RUNS[name]
    with installation(workers=0, program=PROGRAM) as press, press.database() as database:
        for _ in range(workers):
            press.run("worker")
        wait_until(lambda: press.log().count("worker ready") == workers, within=60, what="workers ready", every=0.2)
        events = [{"name": f"bench/{name}", "data": {"key": str(one), "url": url}} for one in range(number)]
        press.client.post("/api/events", json={"events": events}).raise_for_status()

        def ended() -> tuple[int, float]:
            with database.transaction() as session:
                row = session.execute(ENDED, {"name": name}).one()
                return row[0], float(row[1] or 0)

        wait_until(lambda: ended()[0] == number, within=LONGEST_SECONDS, what="all runs carried", every=0.25)
        return number / ended()[1]


@contextmanager
def slow_server() -> Iterator[str]:
    """Give the address of a server that answers everything after a while, as many at once as ask."""
    loop, port = asyncio.new_event_loop(), free_port()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(WAITS_SECONDS)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    thread = Thread(target=loop.run_forever, name="slow server", daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(answer, "127.0.0.1", port), loop).result()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
