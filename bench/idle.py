"""What an installation costs that has worked and now has nothing to do."""

from contextlib import suppress
from time import perf_counter, sleep

import psutil

from bench.installation import Installation, installation
from bench.material import scans
from bench.row import Row
from bench.timings import wait_until

SETTLE_SECONDS = 5.0
LEAVE_SECONDS = 90.0
WATCHED_SECONDS = 60.0
MEMORY_MB = 300.0
CPU_SHARE = 0.05
MEGABYTE = 1_000_000
READER = "LokyProcess"
"""What the command line of a reading process contains."""


def run() -> list[Row]:
    """Let it read a scan, wait until the reading processes have gone, then watch."""
    with installation() as press:
        press.wait_for(press.add(("scan.pdf", scans(1, seed=7)[0])))
        wait_until(lambda: not readers(press), within=LEAVE_SECONDS, what="reading processes gone", every=1.0)
        sleep(SETTLE_SECONDS)
        memory = memory_by_part(press)
        cpu = cpu_share(press)
    total = sum(memory.values())
    parts = ", ".join(f"{part} {megabytes:.0f}" for part, megabytes in memory.items())
    return [
        Row(
            what="idle memory (PSS) of web, worker and PostgreSQL",
            measured=f"{total:.0f} MB ({parts})",
            against=f"<= {MEMORY_MB:.0f} MB",
            ratio=total / MEMORY_MB,
            met=total <= MEMORY_MB,
        ),
        Row(
            what=f"idle CPU of all of them, over {WATCHED_SECONDS:.0f} s",
            measured=f"{cpu:.1%} of a core",
            against=f"<= {CPU_SHARE:.0%}",
            ratio=cpu / CPU_SHARE,
            met=cpu <= CPU_SHARE,
        ),
    ]


def readers(press: Installation) -> list[int]:
    """Return the processes that do the reading."""
    return [one.pid for one in press.processes() if READER in " ".join(one.cmdline())]


def memory_by_part(press: Installation) -> dict[str, float]:
    """Return the proportional set size (what is shared is shared out) of each part, in megabytes."""
    parts: dict[str, float] = {}
    for process in press.processes():
        with suppress(psutil.NoSuchProcess):  # it has left since
            part = part_of(process)
            parts[part] = parts.get(part, 0.0) + process.memory_full_info().pss / MEGABYTE
    return parts


def part_of(process: psutil.Process) -> str:
    """Return what a process is to the installation."""
    if "postgres" in process.name():
        return "PostgreSQL"
    command = process.cmdline()
    return next((part for part in ("serve", "worker") if part in command), "helpers")


def cpu_share(press: Installation) -> float:
    """Return the share of one core that all processes use together."""
    processes = press.processes()
    used, began = cpu_seconds(processes), perf_counter()
    sleep(WATCHED_SECONDS)
    return (cpu_seconds(processes) - used) / (perf_counter() - began)


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """Return the processor time used so far."""
    times = [process.cpu_times() for process in processes if process.is_running()]
    return sum(one.user + one.system for one in times)
