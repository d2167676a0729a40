"""How long it takes from the command to a server that can do its work: it answers, and a worker is there."""

from bench.installation import empty_installation
from bench.row import Row
from bench.timings import Timings

REPEATS = 3
TARGET_SECONDS = 3.0


def run() -> list[Row]:
    """Start on an empty data folder, then again and again on the same."""
    again = Timings()
    with empty_installation() as press:
        first = press.start()
        press.stop()
        for _ in range(REPEATS):
            again.seconds.append(press.start())
            press.stop()
    return [
        Row(what="first start to ready, database made", measured=f"{first:.2f} s"),
        Row(
            what="second start to ready",
            measured=f"{again.p50:.2f} s (longest {again.p99:.2f} s)",
            against=f"<= {TARGET_SECONDS:.0f} s",
            ratio=again.p50 / TARGET_SECONDS,
            met=again.p50 <= TARGET_SECONDS,
        ),
    ]
