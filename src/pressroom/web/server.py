"""The web server itself: uvicorn, told to let everyone finish before it ends."""

import asyncio
import resource
import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI

from pressroom.kernel.live import LiveHub
from pressroom.web.requests import Requests

GRACE_SECONDS = 30
"""For requests under way: an upload over a slow line, above all."""
DRAIN_SECONDS = 2.0
"""For connections that are kept open: the next answer on each says that it is the last."""
LOOK_EVERY_SECONDS = 0.02


class WebServer(uvicorn.Server):
    """Serves until SIGINT or SIGTERM; running requests end, live streams are closed at once.

    Who listens on the same socket from then on gets the new connections. An idle one is closed only after a while, for
    a client may be about to use it again.
    """

    drain_seconds = DRAIN_SECONDS

    def __init__(self, web: FastAPI, *, host: str, port: int) -> None:
        _allow_many_streams()
        self._requests = Requests(web, web.state.meter)
        super().__init__(
            uvicorn.Config(
                self._requests,
                host=host,
                port=port,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
                server_header=False,
            )
        )
        self._live: LiveHub = web.state.live

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop."""
        self._requests.draining = True
        self._live.dismiss()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections, let those that are there go, and end."""
        for server in self.servers:
            server.close()
        deadline = asyncio.get_running_loop().time() + self.drain_seconds
        while self.server_state.connections and not self.force_exit:
            if asyncio.get_running_loop().time() > deadline:
                break
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        await super().shutdown(sockets)


def _allow_many_streams() -> None:
    """Let this process open as many files as it may: each open page is one, and the usual limit is 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
