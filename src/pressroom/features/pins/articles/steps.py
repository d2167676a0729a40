"""What reaches outside a blog's rows: looking through it, fetching its articles, waiting for their runs."""

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pressroom.features.pins.articles.actions.fetch import hand_out, left, locked
from pressroom.features.pins.articles.actions.look import record_listing
from pressroom.features.pins.articles.actions.progress import record_failure, record_post, take_article
from pressroom.features.pins.articles.actions.scrape import is_resting, is_scraping
from pressroom.features.pins.articles.models import Article
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable, current_run_id, step
from pressroom.kernel.errors import ProviderBusy
from pressroom.kernel.failure import Failure
from pressroom.providers.articles import ArticleReader, Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a scrape goes about its articles."""

    at_once: int = 12
    """Articles of a blog that have a run at one time: enough that the next is there, few enough to stop soon."""
    wave_seconds: float = 20.0
    """How long one step waits for articles before it is recorded."""
    look_seconds: float = 0.5


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps of this process work with; bound once by the composition root."""

    database: Database
    durable: Durable
    reader: ArticleReader
    pace: Pace = field(default_factory=Pace)


_tools: list[Tools] = []


def bind(tools: Tools) -> None:
    """Give the steps of this process their tools."""
    _tools[:] = [tools]


@step
def find_articles(project_id: str) -> dict[str, Any] | Failure:
    """Write down what a blog's feed or sitemap lists; return how it was found and how much."""
    tools, run_id = _tools[0], current_run_id() or ""
    with tools.database.transaction() as session:
        project = session.get(Project, UUID(project_id))
    if project is None or not is_scraping(project, run_id):
        return {}
    try:
        listing = tools.reader.find(project.site_url)
    except ProviderBusy as busy:
        return _told(busy)
    with tools.database.transaction() as session:
        return record_listing(session, project.id, run_id, listing) or {}


@step
def carry_articles(project_id: str) -> dict[str, Any]:
    """Hand articles out to runs of their own, and wait for them a while.

    Returns whether any are `left`, and the seconds to `wait` where the site is to be let rest first.
    """
    tools, began = _tools[0], time.monotonic()
    while True:
        told = _handed_out(tools, UUID(project_id), current_run_id())
        if told or time.monotonic() - began > tools.pace.wave_seconds:
            return {"left": True, "wait": 0.0} | told
        time.sleep(tools.pace.look_seconds)


@step
def fetch_article(article_id: str) -> dict[str, Any] | Failure:
    """Read an article and write it down; return why it is left aside where it is."""
    tools, run_id = _tools[0], current_run_id() or ""
    with tools.database.transaction() as session:
        article = take_article(session, UUID(article_id), run_id)
    if article is None:
        return {}
    try:
        post = tools.reader.read(article.address, known=_known(article))
    except ProviderBusy as busy:
        return _told(busy)
    with tools.database.transaction() as session:
        left_aside = record_post(session, article.id, run_id, post)
    return {"skipped": left_aside.reason} if left_aside else {}


@step
def note_failure(article_id: str, reason: str, code: str | None, retry_after: float | None) -> None:
    """Write down why an article could not be fetched; where its site is busy, have it fetched later."""
    tools = _tools[0]
    with tools.database.transaction() as session:
        failure = Failure(reason, code, retry_after)
        record_failure(session, tools.durable, UUID(article_id), current_run_id() or "", failure)


def _told(busy: ProviderBusy) -> Failure:
    """Return a busy site as a value where it says for how long: the whole scrape waits then; else raise it."""
    if busy.retry_after is None:
        raise busy
    return Failure.of(busy)


def _handed_out(tools: Tools, project_id: UUID, run_id: str | None) -> dict[str, Any]:
    """Hand articles out; return what ends a wave: all is done, or the site is to be let rest and none is under way."""
    with tools.database.transaction() as session:
        project = locked(session, project_id)
        if not is_scraping(project, run_id):
            return {"left": False}
        if not is_resting(project):
            hand_out(session, tools.durable, project, at_once=tools.pace.at_once)
        still = left(session, project)
        if still.under_way:
            return {}
        if not still.waiting:
            return {"left": False}
        return {"wait": (project.waits_until - now()).total_seconds()} if project.waits_until else {}


def _known(article: Article) -> Known | None:
    if article.fetched_at is None:
        return None
    return Known(etag=article.etag, last_modified=article.last_modified, digest=article.digest)
