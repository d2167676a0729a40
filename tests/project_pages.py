"""Projects, boards, articles and their pins, brought about as a person does in pages."""

import re

from pressroom.features.pins.articles.models import Article, ArticleStatus
from pressroom.features.pins.projects.models import Project, ScrapeStatus
from pressroom.kernel.app import App
from pressroom.providers.articles import PictureFound
from tests.articles import complete
from tests.caller import Caller
from tests.library import change
from tests.page_forms import press

SITE = "https://blog.example/"
PICTURES = tuple(
    PictureFound(url=f"{SITE}{name}.jpg", alt=alt, caption=caption, width=width, height=height)
    for name, alt, caption, width, height in (
        ("wide", "A wide table", "", 2400, 1200),
        ("tall", "A tall cake", "Best on the second day.", 1600, 2400),
        ("tiny", "", "", 320, 200),
        ("other", "Crumbs", "", 1000, 1500),
    )
)


def added(caller: Caller, **fields: str) -> str:
    """Add a project by the plain form; return its page's address."""
    answer = press(caller, "/projects", {"name": "Kitchen Notes", "site_url": "blog.example", **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def idle(app: App, url: str, **values: object) -> str:
    """Let nothing go on with a project; return its id."""
    project_id = url.rpartition("/")[2]
    change(app, Project, project_id, status=ScrapeStatus.IDLE, **values)
    return project_id


def article(caller: Caller, app: App, project_id: str, name: str) -> str:
    """Add an article to a project and bring it to its end; return its id."""
    wanted = {"project_id": project_id, "url": SITE + name}
    article_id = str(caller.http.post("/api/articles", json=wanted).json()["id"])
    complete(app, article_id)
    return article_id


def board(caller: Caller, name: str = "Baking") -> str:
    """Add a board by the plain form; return its id."""
    assert press(caller, "/boards", {"name": name, "description": "Cakes"}).status_code == 303
    return next(str(one["id"]) for one in caller.json("/api/boards")["items"] if one["name"] == name)


def ids_of(page: str) -> list[str]:
    """Return the ids of the articles on a page, in order."""
    return re.findall(r'id="article-([\w-]+)" data-live', page)


def fail(app: App, article_id: str, reason: str = "The page is gone.", code: str = "not_found") -> None:
    """Fail an article."""
    change(app, Article, article_id, status=ArticleStatus.FAILED, error=reason, error_code=code)


def pins_of(caller: Caller, article_id: str) -> list[dict[str, str]]:
    """Return an article's pins, as the API shows them."""
    return [one for one in caller.json("/api/pins")["items"] if one["article_id"] == article_id]
