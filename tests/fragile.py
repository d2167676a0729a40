"""A database server of a test's own, which can be made to crash."""

import os
import signal

import psutil

from pressroom.kernel.postgres import EmbeddedPostgres


class FragilePostgres(EmbeddedPostgres):
    """A server of the test's own, which can be made to crash."""

    def crash(self) -> None:
        """End the server at once, as a power cut would."""
        pid = self._server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=20)
