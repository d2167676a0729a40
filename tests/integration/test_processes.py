"""Tasks here die, hang and eat memory on purpose."""

import ctypes
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event

import psutil
import pytest

from pressroom.kernel import processes
from pressroom.kernel.errors import Invalid, ProviderBusy
from pressroom.kernel.processes import Length, OutOfMemory, ProcessDied, ProcessTimedOut, run_apart


def double(number: int) -> int:
    return 2 * number


def pid_after(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def reject(code: str) -> None:
    raise Invalid("No.", code=code)


def be_busy() -> None:
    raise ProviderBusy("Later.", retry_after=7.5)


def segfault() -> None:
    ctypes.string_at(0)


def hang_in_c() -> None:
    ctypes.PyDLL(None).sleep(60)  # PyDLL keeps the interpreter's lock


def eat_memory() -> int:
    return len(bytearray(64 * 1024**3))


def die_once(marker: Path) -> str:
    if marker.exists():
        return "survived"
    marker.touch()
    os._exit(1)


def environment() -> tuple[str | None, int]:
    return os.environ.get("OMP_THREAD_LIMIT"), os.nice(0)


@pytest.fixture(scope="module", autouse=True)
def two_children() -> Iterator[None]:
    processes.configure(processes=2)
    yield
    processes.shutdown()


def test_the_result_comes_back_and_the_child_is_used_again() -> None:
    assert run_apart(double, 21, timeout_seconds=10) == 42
    assert run_apart(pid_after, 0.0, timeout_seconds=10) == run_apart(pid_after, 0.0, timeout_seconds=10)


def test_what_one_child_has_loaded_is_used_there_though_another_is_free() -> None:
    home = run_apart(pid_after, 0.0, timeout_seconds=10, keeps="an encoder")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(run_apart, pid_after, 0.5, timeout_seconds=10)  # it is the one used last
        time.sleep(0.2)
        assert run_apart(pid_after, 0.0, timeout_seconds=10) != home
        assert run_apart(pid_after, 0.0, timeout_seconds=10, keeps="an encoder") == home


def test_nobody_waits_for_long_for_the_child_that_has_loaded_something() -> None:
    home = run_apart(pid_after, 0.0, timeout_seconds=10, keeps="an encoder")
    with ThreadPoolExecutor(1) as threads:
        long = threads.submit(run_apart, pid_after, 6.0, timeout_seconds=10)  # it goes where the last task was
        time.sleep(0.2)
        assert run_apart(pid_after, 0.0, timeout_seconds=10, keeps="an encoder") != home
        assert not long.done()
        assert long.result() == home


def test_a_task_that_hangs_holds_up_none_that_need_what_it_needs() -> None:
    home = run_apart(pid_after, 0.0, timeout_seconds=10, keeps="an encoder")
    with ThreadPoolExecutor(1) as threads:
        hanging = threads.submit(run_apart, pid_after, 6.0, timeout_seconds=10, keeps="an encoder")
        time.sleep(0.2)
        assert run_apart(pid_after, 0.0, timeout_seconds=10, keeps="an encoder") != home
        assert not hanging.done()


def test_many_threads_share_the_children() -> None:
    with ThreadPoolExecutor(8) as threads:
        pids = list(threads.map(lambda _: run_apart(pid_after, 0.02, timeout_seconds=10), range(24)))
    assert len(set(pids)) == 2
    assert os.getpid() not in pids


def test_children_have_tesseract_on_one_thread_and_yield_to_the_web() -> None:
    assert run_apart(environment, timeout_seconds=10) == ("1", os.nice(0) + 5)


def test_a_rejection_keeps_its_code_on_the_way_back() -> None:
    with pytest.raises(Invalid, match="No") as caught:
        run_apart(reject, "encrypted", timeout_seconds=10)
    assert caught.value.code == "encrypted"


def test_a_busy_provider_keeps_its_retry_after_on_the_way_back() -> None:
    with pytest.raises(ProviderBusy) as caught:
        run_apart(be_busy, timeout_seconds=10)
    assert caught.value.retry_after == 7.5


def test_a_task_that_crashes_its_process_twice_is_refused() -> None:
    with pytest.raises(ProcessDied, match="crashed, twice"):
        run_apart(segfault, timeout_seconds=10)


def test_a_task_whose_process_was_killed_once_is_tried_again(tmp_path: Path) -> None:
    assert run_apart(die_once, tmp_path / "marker", timeout_seconds=10) == "survived"


def test_a_crash_harms_no_task_beside_it() -> None:
    with ThreadPoolExecutor(4) as threads:
        guilty = threads.submit(run_apart, segfault, timeout_seconds=10)
        beside = [threads.submit(run_apart, pid_after, 0.2, timeout_seconds=10) for _ in range(6)]
        assert len([one.result() for one in beside]) == 6
        assert isinstance(guilty.exception(), ProcessDied)


def test_a_task_over_its_time_is_stopped_even_inside_c() -> None:
    began = time.monotonic()
    with pytest.raises(ProcessTimedOut, match=r"longer than 0\.5 seconds"):
        run_apart(hang_in_c, timeout_seconds=0.5)
    assert time.monotonic() - began < 10
    assert run_apart(double, 4, timeout_seconds=10) == 8


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
def test_a_task_that_eats_all_memory_is_refused_clearly() -> None:
    with pytest.raises(OutOfMemory, match="3 GB"):
        run_apart(eat_memory, timeout_seconds=10)


def test_an_idle_child_leaves_and_comes_back() -> None:
    pool = processes.ProcessPool(processes=1, idle_seconds=0.3)
    first = pool.run(os.getpid, timeout_seconds=10)
    deadline = time.monotonic() + 10
    while psutil.pid_exists(first) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(first)
    assert pool.run(os.getpid, timeout_seconds=10) != first
    pool.stop()


def loaded() -> bool:
    return "PREPARED_BY_TEST" in os.environ


def load() -> None:
    time.sleep(0.2)
    os.environ["PREPARED_BY_TEST"] = "yes"


def test_the_first_task_has_another_child_prepared_beside_it_and_the_next_goes_there() -> None:
    pool = processes.ProcessPool(processes=2, loads={"a dictionary": load})
    assert not pool.run(loaded, timeout_seconds=10, ahead=("a dictionary", "what nobody knows"))
    pool.run(partial(pid_after, 2.0), timeout_seconds=10, ahead=("a dictionary",))
    assert pool.run(loaded, timeout_seconds=10)
    assert pool.run(loaded, timeout_seconds=10)
    pool.stop()


def test_a_child_may_be_prepared_before_there_is_a_task() -> None:
    pool = processes.ProcessPool(processes=1, loads={"a dictionary": load})
    pool.prepare_one(["a dictionary"])
    assert pool.run(loaded, timeout_seconds=10)
    pool.stop()


def test_a_preparation_that_fails_harms_no_task() -> None:
    pool = processes.ProcessPool(processes=1, loads={"a dictionary": segfault})
    pool.prepare_one(["a dictionary"])
    assert pool.run(partial(double, 21), timeout_seconds=10) == 42
    pool.stop()


def fail_and_note(notes: Path) -> None:
    with notes.open("a") as file:
        file.write("tried\n")
    raise Invalid("No such language.")


def test_a_preparation_that_failed_is_not_tried_again_at_every_task(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    pool = processes.ProcessPool(processes=1, loads={"a dictionary": partial(fail_and_note, notes)})
    for number in range(3):
        pool.prepare_one(["a dictionary"])
        assert pool.run(partial(double, number), timeout_seconds=10) == 2 * number
    assert notes.read_text() == "tried\n"
    pool.stop()


def test_a_brief_task_goes_before_those_that_waited_longer() -> None:
    pool = processes.ProcessPool(processes=1)
    ended: list[str] = []

    def run(name: str, length: Length) -> None:
        pool.run(partial(pid_after, 0.3), timeout_seconds=10, length=length)
        ended.append(name)

    with ThreadPoolExecutor(4) as threads:
        for name in ("first", "long", "longer"):
            threads.submit(run, name, Length.MIDDLING)
            time.sleep(0.05)
        threads.submit(run, "brief", Length.BRIEF)
    assert ended[:2] == ["first", "brief"]
    pool.stop()


def test_a_long_task_lets_the_others_go_first_that_come_after_it() -> None:
    pool = processes.ProcessPool(processes=1)
    ended: list[str] = []

    def run(name: str, length: Length) -> None:
        pool.run(partial(pid_after, 0.3), timeout_seconds=10, length=length)
        ended.append(name)

    with ThreadPoolExecutor(4) as threads:
        for name, length in (("first", Length.LONG), ("long", Length.LONG), ("page", Length.MIDDLING)):
            threads.submit(run, name, length)
            time.sleep(0.05)
        threads.submit(run, "brief", Length.BRIEF)
    assert ended == ["first", "brief", "page", "long"]
    pool.stop()


def test_no_amount_of_brief_tasks_keeps_a_long_one_waiting_for_ever() -> None:
    pool = processes.ProcessPool(processes=1)
    enough = Event()

    def keep_busy() -> None:
        while not enough.is_set():
            pool.run(partial(pid_after, 0.1), timeout_seconds=10, length=Length.BRIEF)

    with ThreadPoolExecutor(4) as threads:
        for _ in range(3):
            threads.submit(keep_busy)
        time.sleep(0.5)
        long = threads.submit(pool.run, partial(double, 21), timeout_seconds=10)
        try:
            assert long.result(timeout=10) == 42
        finally:
            enough.set()
    pool.stop()


def test_a_task_under_way_at_the_stop_ends_as_busy() -> None:
    pool = processes.ProcessPool(processes=1)
    assert pool.run(os.getpid, timeout_seconds=10)
    with ThreadPoolExecutor(1) as threads:
        task = threads.submit(pool.run, hang_in_c, timeout_seconds=30)
        time.sleep(0.3)
        pool.stop()
        assert isinstance(task.exception(timeout=10), ProviderBusy)


def test_children_leave_when_their_parent_is_killed() -> None:
    program = textwrap.dedent("""
        import os, sys, time
        from pressroom.kernel.processes import run_apart
        print(run_apart(os.getpid, timeout_seconds=10), flush=True)
        time.sleep(60)
    """)
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603  # our own program
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
    assert not psutil.wait_procs([child], timeout=5)[1]
