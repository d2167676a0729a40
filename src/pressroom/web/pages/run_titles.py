"""What runs are called, and where they stand, in words."""

import json

from pressroom.core.runs.queries import Run
from pressroom.web.views.shell import State, Tone

TITLES = {
    "await_batch": "work on several",
    "cancel_runs": "cancel several runs",
    "describe_pin": "write pin",
    "prepare_pin": "get a pin's picture",
    "retry_runs": "try several runs again",
    "scrape_blog": "look through a blog",
    "sync_boards": "read boards",
    "fetch_articles": "fetch articles",
    "import_article": "fetch article",
}
"""Of workflows that are not named as people name what they do."""
TONES: dict[str, Tone] = {
    "queued": "idle",
    "running": "run",
    "paused": "warn",
    "succeeded": "ok",
    "failed": "bad",
    "cancelled": "warn",
}


def called(workflow: str) -> str:
    """Return what a workflow does, in words."""
    return TITLES.get(workflow) or workflow.replace("_", " ")


def title_of(run: Run) -> str:
    """Return what a run does, in words."""
    return called(run.workflow)


def state_of_run(run: Run) -> State:
    """Return where a run stands, in words."""
    return State(TONES[run.status], run.status.capitalize())


def pretty(value: object) -> str | None:
    """Return a value as indented JSON; None where there is none."""
    return None if value is None else json.dumps(value, ensure_ascii=False, indent=2, default=str)
