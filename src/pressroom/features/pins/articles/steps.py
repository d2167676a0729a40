"""What reaches outside a blog's rows: looking through it, fetching its articles, waiting for their runs."""

import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from pressroom.core.assets.intake import HEAD_BYTES, keep_file, record_kept
from pressroom.core.assets.models import Source
from pressroom.features.pins.articles.actions.fetch import hand_out, left, locked
from pressroom.features.pins.articles.actions.look import record_listing
from pressroom.features.pins.articles.actions.preview import begin_previews, record_preview, unseen
from pressroom.features.pins.articles.actions.progress import record_failure, record_post, take_article
from pressroom.features.pins.articles.actions.scrape import is_resting, is_scraping
from pressroom.features.pins.articles.models import Article, ArticlePicture
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database
from pressroom.kernel.durable import Durable, current_run_id, step
from pressroom.kernel.errors import ProviderBusy, ProviderError, Rejected
from pressroom.kernel.failure import Failure
from pressroom.kernel.log import logger
from pressroom.kernel.storage import Storage
from pressroom.kernel.toolbox import Toolbox
from pressroom.providers.articles import ArticleReader, Known
from pressroom.providers.pictures import LONG_SIDES, WEBP, PictureReader, Size, sniff_picture

log = logger(__name__)


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
    storage: Storage
    pictures: PictureReader
    pace: Pace = field(default_factory=Pace)


_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@step
def find_articles(project_id: str) -> dict[str, Any] | Failure:
    """Write down what a blog's feed or sitemap lists; return how it was found and how much."""
    tools, run_id = _toolbox(), current_run_id() or ""
    with tools.database.transaction() as session:
        project = session.get(Project, UUID(project_id))
    if project is None or not is_scraping(project, run_id):
        return {}
    try:
        listing = tools.reader.find(project.site_url)
    except ProviderBusy as busy:
        return Failure.to_wait_out(busy)
    with tools.database.transaction() as session:
        return record_listing(session, project.id, run_id, listing) or {}


@step
def carry_articles(project_id: str) -> dict[str, Any]:
    """Hand articles out to runs of their own, and wait for them a while.

    Returns whether any are `left`, and the seconds to `wait` where the site is to be let rest first.
    """
    tools, began = _toolbox(), time.monotonic()
    while True:
        told = _handed_out(tools, UUID(project_id), current_run_id())
        if told or time.monotonic() - began > tools.pace.wave_seconds:
            return {"left": True, "wait": 0.0} | told
        time.sleep(tools.pace.look_seconds)


@step
def fetch_article(article_id: str) -> dict[str, Any] | Failure:
    """Read an article and write it down; return why it is left aside where it is."""
    tools, run_id = _toolbox(), current_run_id() or ""
    with tools.database.transaction() as session:
        article = take_article(session, UUID(article_id), run_id)
    if article is None:
        return {}
    try:
        post = tools.reader.read(article.address, known=_known(article))
    except ProviderBusy as busy:
        return Failure.to_wait_out(busy)
    with tools.database.transaction() as session:
        left_aside = record_post(session, article.id, run_id, post)
        begin_previews(session, tools.durable, article.id)
    return {"skipped": left_aside.reason} if left_aside else {}


@step
def preview_pictures(article_id: str) -> dict[str, Any]:
    """Fetch small copies of an article's best pictures, the best first; return how many there are and are not.

    A picture that cannot be had or read has none. Where the site is busy, the rest is left: nothing depends on it.
    """
    tools, shown = _toolbox(), 0
    with tools.database.transaction() as session:
        wanted = unseen(session, UUID(article_id))
    for picture in wanted:
        try:
            _preview(tools, picture)
            shown += 1
        except ProviderBusy:
            break
        except (Rejected, ProviderError) as error:
            log.info("a picture of an article cannot be shown", url=picture.url, reason=str(error))
    return {"shown": shown, "left": len(wanted) - shown}


@step
def note_failure(article_id: str, reason: str, code: str | None, retry_after: float | None) -> None:
    """Write down why an article could not be fetched; where its site is busy, have it fetched later."""
    tools = _toolbox()
    with tools.database.transaction() as session:
        failure = Failure(reason, code, retry_after)
        record_failure(session, tools.durable, UUID(article_id), current_run_id() or "", failure)


def _preview(tools: Tools, picture: ArticlePicture) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "picture")
        with path.open("wb") as file:
            tools.reader.fetch_picture(picture.url, file)
        with path.open("rb") as file:
            mime = sniff_picture(file.read(HEAD_BYTES), path.name)
        small = tools.pictures.convert(path, mime, to=WEBP, long_side=LONG_SIDES[Size.SMALL])
    kept = keep_file(tools.storage, BytesIO(small), filename="preview.webp", sniff=sniff_picture, max_bytes=len(small))
    with tools.database.transaction() as session:
        asset = record_kept(
            session, tools.storage, kept, workspace_id=picture.workspace_id, source=Source.WEB, source_id=picture.url
        )
        record_preview(session, picture.id, asset)


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
