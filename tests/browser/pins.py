"""What a browser's test of pins needs: a blog with articles, written down as if they had been fetched."""

from dataclasses import dataclass
from uuid import UUID

from playwright.sync_api import BrowserContext, Locator, Page

from pressroom.core.accounts.actions import first_admin
from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.kernel.clock import now
from pressroom.kernel.db import Database, connect
from pressroom.kernel.ids import new_id
from pressroom.kernel.postgres import EmbeddedPostgres
from tests.browser.conftest import Site

WRITTEN_MILLISECONDS = 90_000
TEXT = """\
A warm soup of leeks and potatoes for a cold evening. Wash the leeks well, cut them into rings and let them soften in \
olive oil. Add potatoes and vegetable broth, cook for fifteen minutes and blend half of it. The soup is vegan, and it \
keeps for three days in the fridge. A spoon of mustard makes it round.

Serve the soup with bread. Leftovers are good for lunch: warm the soup slowly, and add a little broth."""


@dataclass(frozen=True, slots=True)
class Blog:
    """A project, its boards by name, and its one article."""

    project_id: str
    boards: dict[str, str]
    article_id: str


def blog_of(site: Site, person: BrowserContext) -> Blog:
    """Add a project with two boards, and an article that needs no fetching."""
    boards = {name: _made(person, "/api/boards", name=name) for name in ("Dinners", "Baking")}
    address = "https://kitchen-notes.example/"
    project_id = _made(person, "/api/projects", name="Kitchen Notes", site_url=address, board_id=boards["Dinners"])
    postgres = EmbeddedPostgres(site.folder / "postgres")
    database = Database(connect(postgres.url, application_name="tests"))
    with database.transaction() as session:
        _, workspace = first_admin(session)
        article = Article(
            id=new_id(),
            workspace_id=workspace.id,
            project_id=UUID(project_id),
            address=f"{address}leek-soup/",
            url=f"{address}leek-soup/",
            status=ArticleStatus.COMPLETED,
            fetched_at=now(),
            title="Leek soup in twenty minutes",
            text=TEXT,
            language="en",
        )
        session.add(article)
    database.close()
    postgres.release()
    return Blog(project_id, boards, str(article.id))


def _made(person: BrowserContext, path: str, **wanted: str) -> str:
    answer = person.request.post(path, data=wanted)
    assert answer.status == 201, answer.text()
    return str(answer.json()["id"])


def rows(page: Page) -> Locator:
    """Return the rows of the table."""
    return page.locator("#results .pin-row")


def cell(row: Locator, field: str) -> Locator:
    """Return what is pressed to edit a cell."""
    return row.locator(f"[data-cell={field}] > .pin-row-text")


def untitled(page: Page) -> Locator:
    """Return the titles of the table that say there is none yet."""
    return page.locator("#results [data-cell=title] .pin-row-none")


def offer(page: Page, name: str) -> Locator:
    """Return the box of a picture that a pin can be made of."""
    return page.get_by_role("checkbox", name=name, exact=True)
