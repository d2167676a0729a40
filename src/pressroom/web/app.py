"""The web server's application: routes, errors, protection, static files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import Semaphore
from fastapi import FastAPI
from starlette.formparsers import MultiPartParser

from pressroom import __version__
from pressroom.kernel.app import App
from pressroom.kernel.live import LiveHub
from pressroom.providers.doors import Doors
from pressroom.web import pages
from pressroom.web.api import (
    alerts,
    articles,
    artworks,
    boards,
    connections,
    documents,
    drive,
    events,
    floor,
    folders,
    health,
    live,
    media,
    media_several,
    metadata,
    metrics,
    pins,
    pins_making,
    pins_metadata,
    pins_planning,
    pins_publishing,
    pins_several,
    pins_slides,
    projects,
    published,
    runs,
    runs_several,
    webhooks,
    workflows,
)
from pressroom.web.api.credits import router as credits_
from pressroom.web.api.generations import router as generations
from pressroom.web.api.prompts import router as prompts
from pressroom.web.api.spending import router as spending
from pressroom.web.asking import PLACES
from pressroom.web.attempts import Attempts
from pressroom.web.metrics import RequestMeter, new_registry
from pressroom.web.problems import add_error_handlers
from pressroom.web.protection import Protection
from pressroom.web.readiness import Readiness
from pressroom.web.static_files import VersionedFiles

SPOOL_BYTES = 8_000_000
"""Upload held in memory until it is stored; beyond, every few kilobytes cost a switch of threads to write to disk."""
ROUTERS = (
    *(one.router for one in (events, live, health)),  # asked most: before a route is found, all above it are tried
    *(one.router for one in (documents, metadata, drive, folders, media_several, media, artworks, connections)),
    *(one.router for one in (projects, boards, articles)),
    *(
        one.router
        for one in (pins_several, pins_metadata, pins_making, pins_planning, pins_publishing, pins_slides, pins)
    ),
    *(one.router for one in (published, runs_several, runs, workflows, floor)),
    *(one.router for one in (webhooks, alerts, metrics)),
    credits_,
    prompts,
    spending,
    generations,
    *pages.ROUTERS,
)


def create_web(app: App, doors: Doors) -> FastAPI:
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
    web.state.doors = doors
    web.state.attempts = Attempts()
    web.state.places = Semaphore(PLACES)
    web.state.live = LiveHub(app.database_url)
    web.state.registry = new_registry(app, web.state.live)
    web.state.meter = RequestMeter(web.state.registry)
    web.state.readiness = Readiness(app)
    MultiPartParser.spool_max_size = SPOOL_BYTES
    add_error_handlers(web)
    web.mount("/static", VersionedFiles(), name="static")
    for router in ROUTERS:
        web.router.routes.extend(router.routes)  # as they are; `include_router` would build each anew, at first use
    web.add_middleware(Protection, max_body_bytes=app.limits.max_upload_bytes, is_secure=app.is_secure)
    return web


@asynccontextmanager
async def _lifespan(web: FastAPI) -> AsyncIterator[None]:
    hub: LiveHub = web.state.live
    await hub.start()
    yield
    await hub.stop()
