"""The stories of a blog: looked through, each article fetched by a run of its own; what was deleted, let go."""

from datetime import datetime
from typing import Any, NoReturn

from dbos import DBOS

from pressroom.features.pins.articles import steps
from pressroom.features.pins.articles.actions import progress, remove, scrape
from pressroom.features.pins.articles.rules import LEFT_ASIDE
from pressroom.features.pins.boards import actions as boards
from pressroom.features.pins.projects import actions as projects
from pressroom.kernel.durable import Failure, RunFailed, pause, transaction, workflow
from pressroom.kernel.failure import BUSY

finish_scrape = transaction(scrape.finish_scrape)
fail_scrape = transaction(scrape.fail_scrape)
break_off = transaction(scrape.break_off)
hold = transaction(scrape.hold_scrape)
break_off_article = transaction(progress.break_off)
purge_articles = transaction(remove.purge_deleted)
purge_boards = transaction(boards.purge_deleted)
purge_projects_ = transaction(projects.purge_deleted)


@workflow(when_broken=break_off)
def scrape_blog(project_id: str) -> dict[str, Any]:
    """Look through a blog, then fetch every article that is new or changed, and wait for what becomes of it."""
    return finish(project_id, find(project_id))


@workflow(when_broken=break_off)
def fetch_articles(project_id: str) -> dict[str, Any]:
    """Fetch the articles of a blog that are missing, and wait for what becomes of them."""
    return finish(project_id, {})


@workflow(when_broken=break_off_article)
def import_article(article_id: str) -> dict[str, Any]:
    """Fetch one article."""
    match steps.fetch_article(article_id):
        case Failure(reason=reason, code=code, retry_after=seconds):
            steps.note_failure(article_id, reason, code, seconds)
            if code in LEFT_ASIDE:
                return {"skipped": reason}
            raise RunFailed(reason)
        case told:
            return told


@DBOS.workflow(name="preview_article")
def preview_article(article_id: str) -> dict[str, Any]:
    """Fetch small copies of the best pictures of an article, so that they can be chosen by sight."""
    match steps.preview_pictures(article_id):
        case Failure(reason=reason):
            raise RunFailed(reason)
        case told:
            return told


@DBOS.workflow(name="purge_projects")
def purge_projects(_scheduled_at: datetime, _context: object) -> None:
    """Let projects, articles and boards go that were deleted over a day ago."""
    purge_articles()
    purge_projects_()
    purge_boards()


def find(project_id: str) -> dict[str, Any]:
    """Write down what a blog lists, letting a busy site rest; return how it was found."""
    while True:
        match steps.find_articles(project_id):
            case Failure(code=code) as failure if code == BUSY:
                seconds = hold(project_id, failure)
                if seconds is None:
                    fail(project_id, failure)
                pause(seconds)
            case Failure() as failure:
                fail(project_id, failure)
            case listing:
                return listing


def take(project_id: str) -> None:
    """Have every article fetched that is still to be."""
    while True:
        match steps.carry_articles(project_id):
            case Failure() as failure:
                fail(project_id, failure)
            case {"left": False}:
                return
            case {"wait": float() | int() as seconds}:
                pause(max(seconds, 0.0))


def finish(project_id: str, listing: dict[str, Any]) -> dict[str, Any]:
    """Have every article fetched, also those that somebody asks for meanwhile; return the result."""
    result = None
    while result is None:
        take(project_id)
        result = finish_scrape(project_id, listing)
    return result


def fail(project_id: str, failure: Failure) -> NoReturn:
    """Write the failure down and end the scrape with its reason."""
    fail_scrape(project_id, failure)
    raise RunFailed(failure.reason)
