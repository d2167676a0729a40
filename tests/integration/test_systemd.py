"""What systemd gives and is told."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pressroom.kernel.systemd import inherited_listener, tell_systemd

CHILD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
from pressroom.kernel.systemd import inherited_listener
listener = inherited_listener()
print(listener.getsockname()[1], "LISTEN_FDS" in os.environ, os.get_inheritable(3))
"""


def test_a_socket_that_was_handed_over_is_listened_on_and_no_child_is_told_of_it() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        number = listener.fileno()
        said = subprocess.run(  # noqa: S603  # our own
            [sys.executable, "-c", CHILD, str(number)], pass_fds=[number], capture_output=True, text=True, check=True
        )
        assert said.stdout.split() == [str(listener.getsockname()[1]), "False", "False"]


def test_what_was_meant_for_another_process_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN_PID", str(os.getpid() + 1))
    monkeypatch.setenv("LISTEN_FDS", "1")
    assert inherited_listener() is None


def test_systemd_is_told_of_being_ready_where_it_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_systemd("READY=1")  # nobody listens, and nothing happens
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        tell_systemd("READY=1")
        assert systemd.recv(100) == b"READY=1"
