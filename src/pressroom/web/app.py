"""The web server's application: routes, errors, protection, static files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from pressroom import __version__
from pressroom.kernel.app import App
from pressroom.kernel.live import LiveHub
from pressroom.web.api import documents, health, live, metadata, runs
from pressroom.web.pages import api_docs
from pressroom.web.problems import add_error_handlers
from pressroom.web.protection import Protection

STATIC = Path(__file__).parent / "static"
ROUTERS = (api_docs.router, documents.router, metadata.router, runs.router, live.router, health.router)


def create_web(app: App) -> FastAPI:
    """Return the ASGI application that serves an installation."""
    web = FastAPI(
        title="Pressroom",
        version=__version__,
        summary="Turns raw files into finished, published work.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    web.state.app = app
    web.state.live = LiveHub(app.database_url)
    add_error_handlers(web)
    web.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        web.include_router(router)
    web.add_middleware(Protection, max_body_bytes=app.limits.max_upload_bytes, is_secure=app.is_secure)
    return web


@asynccontextmanager
async def _lifespan(web: FastAPI) -> AsyncIterator[None]:
    hub: LiveHub = web.state.live
    await hub.start()
    yield
    await hub.stop()
