"""The least that takes events and carries their runs: FastAPI and DBOS as they come, on the tables of `bench.engine`.

Run as `python -m bench.plain_floor web DATABASE_URL PORT`, and `python -m bench.plain_floor worker DATABASE_URL`.
"""

import signal
import sys
from threading import Event
from typing import Annotated
from uuid import uuid4

import uvicorn
from dbos import DBOS, DBOSClient, EnqueueOptions
from fastapi import Body, FastAPI
from pydantic import BaseModel
from sqlalchemy.orm import Session

from bench.engine import plain_story
from pressroom.core.floor.queues import QUEUES
from pressroom.kernel.db import connect
from pressroom.kernel.durable import WORK

QUEUE = QUEUES[WORK]
"""As many runs at once, and as many looks a second, as ours."""
APPLICATION = "plain"
VERSION = "1"


class Sent(BaseModel):
    """An event."""

    name: str
    data: dict[str, str]


def create(url: str) -> FastAPI:
    """Return a server that accepts a run for each event."""
    web = FastAPI()
    engine = connect(url, application_name="plain")
    client = DBOSClient(system_database_engine=engine, application_name=APPLICATION)

    def asked() -> EnqueueOptions:
        return {
            "workflow_name": "plain",
            "queue_name": QUEUE.name,
            "workflow_id": f"plain:{uuid4()}",
            "app_version": VERSION,
        }

    @web.post("/events", status_code=202)
    def send(sent: Sent) -> dict[str, str]:
        return {"run_id": client.enqueue(asked(), sent.data["key"]).workflow_id}

    @web.post("/events/many", status_code=202)
    def send_many(several: Annotated[list[Sent], Body()]) -> list[dict[str, str]]:
        with Session(engine) as session, session.begin():
            ids = [client.enqueue_in_transaction(session, asked(), one.data["key"]).workflow_id for one in several]
        return [{"run_id": one} for one in ids]

    return web


def carry(url: str) -> None:
    """Carry runs until SIGTERM."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: stop.set())
    engine = connect(url, application_name="plain")
    plain_story(engine)
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_url": url,
            "system_database_engine": engine,
            "application_version": VERSION,
            "log_level": "ERROR",
        }
    )
    DBOS.launch()
    DBOS.register_queue(QUEUE.name, worker_concurrency=QUEUE.at_once, polling_interval_sec=QUEUE.pace[0])
    stop.wait()
    DBOS.destroy(workflow_completion_timeout_sec=5)


if __name__ == "__main__":
    if sys.argv[1] == "web":
        uvicorn.run(create(sys.argv[2]), port=int(sys.argv[3]), access_log=False, log_level="warning")
    else:
        carry(sys.argv[2])
