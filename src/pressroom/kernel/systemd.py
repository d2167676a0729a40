"""What systemd gives and wants: sockets that outlive a restart, and word of being ready. Elsewhere nothing happens."""

import os
import socket
from contextlib import suppress

FIRST_SOCKET = 3
"""The number of the first file that is handed over; so says sd_listen_fds(3)."""


def inherited_listener() -> socket.socket | None:
    """Return the socket that was handed to this process to listen on, if one was; children are not told of it."""
    meant_for, number = os.environ.pop("LISTEN_PID", ""), os.environ.pop("LISTEN_FDS", "")
    os.environ.pop("LISTEN_FDNAMES", None)
    if meant_for != str(os.getpid()) or not number.isdecimal() or int(number) < 1:
        return None
    os.set_inheritable(FIRST_SOCKET, False)
    return socket.socket(fileno=FIRST_SOCKET)


def tell_systemd(state: str) -> None:
    """Tell `READY=1`, `STOPPING=1` or another state of sd_notify(3), where somebody listens."""
    if not (address := os.environ.get("NOTIFY_SOCKET")):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as notify:
        notify.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        notify.sendall(state.encode())
