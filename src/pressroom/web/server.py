"""The web server itself: uvicorn, told to let streams go before it waits for requests to end."""

from types import FrameType

import uvicorn
from fastapi import FastAPI

from pressroom.kernel.live import LiveHub

GRACE_SECONDS = 10


class WebServer(uvicorn.Server):
    """Serves until SIGINT or SIGTERM; running requests end, live streams are closed at once."""

    def __init__(self, web: FastAPI, *, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                web,
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
        self._live.dismiss()
        super().handle_exit(sig, frame)
