"""Projects and boards over the API: made, changed, deleted and brought back; what may not be is refused."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from pressroom.features.pins.articles.actions.remove import purge_deleted as purge_articles
from pressroom.features.pins.articles.models import Article
from pressroom.features.pins.boards.actions import purge_deleted as purge_boards
from pressroom.features.pins.boards.models import Board
from pressroom.features.pins.models import Pin
from pressroom.features.pins.projects.actions import purge_deleted as purge_projects
from pressroom.features.pins.projects.models import Project
from pressroom.kernel.app import App
from pressroom.kernel.clock import now
from pressroom.kernel.ids import new_id
from tests.articles import complete
from tests.caller import Caller
from tests.documents import rows
from tests.library import connect

BLOG = {"name": "Kitchen notes", "site_url": "Blog.Example"}


def made(caller: Caller, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """Add a project; return it."""
    answer = caller.http.post("/api/projects", json=BLOG | more)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def board(caller: Caller, name: str = "Soups") -> dict[str, Any]:
    """Make a board; return it."""
    answer = caller.http.post("/api/boards", json={"name": name})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def long_ago(app: App, kind: type[Project | Article | Board]) -> None:
    """Let what was deleted have been deleted two days ago."""
    with app.database.transaction() as session:
        session.execute(update(kind).values(deleted_at=kind.deleted_at - timedelta(days=2)))


def test_a_project_is_added_with_what_was_chosen(admin: Caller, app: App) -> None:
    on = board(admin)["id"]
    through = connect(app, admin, "ada@example.test")
    chosen = {
        "language": "de_at",
        "tone": "warm and brief",
        "keywords": ["vegan", "soup", "vegan"],
        "board_id": on,
        "connection_id": through,
        "link_template": "{url}?utm_source=pinterest",
        "pins_per_article": 3,
        "fit": "pad",
        "closing": "More on the blog.",
    }
    answer = admin.http.post("/api/projects", json=BLOG | chosen)
    project = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"/api/projects/{project['id']}")
    expected = chosen | {"language": "de-AT", "keywords": ["vegan", "soup"], "site_url": "https://blog.example/"}
    assert {name: project[name] for name in expected} == expected
    assert (project["status"], project["last_result"], project["progress"]["total"]) == ("idle", None, 0)
    assert admin.json(f"/api/projects/{project['id']}") == project
    assert [one["id"] for one in admin.json("/api/projects")["items"]] == [project["id"]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "a" * 101},
        {"name": "a\0b"},
        {"site_url": "ftp://blog.example"},
        {"site_url": "https://ada:secret@blog.example/"},
        {"language": "English"},
        {"tone": "a" * 501},
        {"keywords": ["a"] * 31},
        {"link_template": "https://blog.example/"},
        {"link_template": "{url}?x={nothing}"},
        {"pins_per_article": 0},
        {"pins_per_article": 6},
        {"fit": "stretch"},
        {"closing": "a" * 201},
    ],
)
def test_what_may_not_be_chosen_is_refused(admin: Caller, wrong: dict[str, Any]) -> None:
    assert admin.http.post("/api/projects", json=BLOG | wrong).status_code == 422
    project = made(admin)
    assert admin.http.patch(f"/api/projects/{project['id']}", json=wrong).status_code == 422
    assert admin.json(f"/api/projects/{project['id']}") == project


def test_a_board_or_account_of_another_workspace_is_not_there(admin: Caller, stranger: Caller, app: App) -> None:
    theirs = {"board_id": board(stranger)["id"], "connection_id": connect(app, stranger, "eve@example.test")}
    for name, value in theirs.items():
        assert admin.http.post("/api/projects", json=BLOG | {name: value}).status_code == 404
    assert admin.json("/api/projects")["items"] == []


def test_what_is_left_out_of_an_edit_stays_and_null_unsets(admin: Caller) -> None:
    project = made(admin, language="de", tone="warm", board_id=board(admin)["id"])
    edited = admin.http.patch(f"/api/projects/{project['id']}", json={"name": "Soups", "language": None, "tone": None})
    assert edited.status_code == 200
    changed = edited.json()
    assert (changed["name"], changed["language"], changed["tone"]) == ("Soups", None, "warm")
    assert changed["board_id"] == project["board_id"]


def test_a_project_comes_once_for_a_key(admin: Caller) -> None:
    key = {"Idempotency-Key": "one"}
    first, again = (admin.http.post("/api/projects", json=BLOG, headers=key) for _ in range(2))
    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    other = admin.http.post("/api/projects", json=BLOG | {"name": "Other"}, headers=key)
    assert other.status_code == 409


def test_projects_tell_how_many_articles_and_pins_they_have(admin: Caller, app: App) -> None:
    project = made(admin)
    made(admin, name="Another")
    urls = [f"https://blog.example/{name}" for name in ("a", "b")]
    ids = [
        admin.http.post("/api/articles", json={"project_id": project["id"], "url": url}).json()["id"] for url in urls
    ]
    complete(app, ids[0])
    pin(app, admin, project["id"])
    expected = {"articles": {"completed": 1, "pending": 1}, "pins": {"draft": 1}}
    assert admin.json(f"/api/projects/{project['id']}")["counts"] == expected
    listed = {one["name"]: one["counts"] for one in admin.json("/api/projects")["items"]}
    assert listed == {"Kitchen notes": expected, "Another": {"articles": {}, "pins": {}}}


def pin(app: App, caller: Caller, project_id: str, article_id: str | None = None) -> UUID:
    """Make a bare pin; return its id."""
    with app.database.transaction() as session:
        row = Pin(
            id=new_id(),
            workspace_id=caller.workspace_id,
            project_id=UUID(project_id),
            article_id=UUID(article_id) if article_id else None,
        )
        session.add(row)
    return row.id


def test_a_deleted_project_goes_with_all_that_is_its_and_comes_back_with_it(admin: Caller, app: App) -> None:
    project = made(admin)
    path = f"/api/projects/{project['id']}"
    url = {"project_id": project["id"], "url": "https://blog.example/a"}
    article = admin.http.post("/api/articles", json=url).json()["id"]
    before = admin.http.post("/api/articles", json=url | {"url": "https://blog.example/b"}).json()["id"]
    admin.http.delete(f"/api/articles/{before}")
    pin_id = pin(app, admin, project["id"], article)
    assert admin.http.delete(path).status_code == 204
    assert admin.json("/api/projects")["items"] == admin.json("/api/articles")["items"] == []
    with app.database.transaction() as session:
        assert session.get_one(Pin, pin_id).deleted_at is not None
    refused = (
        admin.http.patch(path, json={"name": "Other"}),
        admin.http.post(f"{path}/scrape"),
        admin.http.post("/api/articles", json=url),
        admin.http.post(f"/api/articles/{article}/fetch"),
        admin.http.post(f"/api/articles/{article}/restore"),
    )
    assert {answer.status_code for answer in refused} == {409}
    assert admin.http.post(f"{path}/restore").json()["deleted_at"] is None
    assert [one["id"] for one in admin.json("/api/articles")["items"]] == [article]
    with app.database.transaction() as session:
        assert session.get_one(Pin, pin_id).deleted_at is None


def test_after_a_day_what_was_deleted_is_gone_for_good(admin: Caller, app: App) -> None:
    project, kept = made(admin), made(admin, name="Kept")
    pin_id = pin(app, admin, project["id"])
    admin.http.delete(f"/api/projects/{project['id']}")
    purge(app)
    assert len(rows(app, Project)) == 2
    long_ago(app, Project)
    purge(app)
    assert len(rows(app, Project)) == 2, "its pins go first, with what hangs on them"
    with app.database.transaction() as session:
        session.delete(session.get_one(Pin, pin_id))
    purge(app)
    assert [str(one.id) for one in rows(app, Project)] == [kept["id"]]


def purge(app: App) -> None:
    """Let go what the nightly round lets go."""
    with app.database.transaction() as session:
        purge_articles(session)
        purge_projects(session)
        purge_boards(session)


def test_pins_of_an_article_that_goes_for_good_lead_where_they_did(admin: Caller, app: App) -> None:
    project = made(admin, link_template="{url}?utm_content={pin}")
    article = admin.http.post("/api/articles", json={"project_id": project["id"], "url": "https://blog.example/a"})
    of_it, own = (pin(app, admin, project["id"], article.json()["id"]) for _ in range(2))
    with app.database.transaction() as session:
        session.get_one(Pin, own).link = "https://shop.example/"
    admin.http.delete(f"/api/articles/{article.json()['id']}")
    long_ago(app, Article)
    purge(app)
    links = [admin.json(f"/api/pins/{one}")["link"] for one in (of_it, own)]
    assert links == [f"https://blog.example/a?utm_content={of_it}", "https://shop.example/"]


def test_a_pin_leads_to_its_article_where_the_template_makes_no_address_of_it(admin: Caller, app: App) -> None:
    project = made(admin, link_template="{url}?campaign=" + "x" * 1000)
    long = "https://blog.example/" + "a" * 1100
    article = admin.http.post("/api/articles", json={"project_id": project["id"], "url": long})
    pin_id = pin(app, admin, project["id"], article.json()["id"])
    assert admin.json(f"/api/pins/{pin_id}")["link"] == long


def test_an_article_gone_for_good_leaves_its_pins_and_is_left_out_of_scrapes(admin: Caller, app: App) -> None:
    project = made(admin)
    url = {"project_id": project["id"], "url": "https://blog.example/a"}
    article = admin.http.post("/api/articles", json=url).json()["id"]
    pin_id = pin(app, admin, project["id"], article)
    admin.http.delete(f"/api/articles/{article}")
    long_ago(app, Article)
    purge(app)
    assert rows(app, Article) == []
    with app.database.transaction() as session:
        assert session.get_one(Pin, pin_id).article_id is None
        assert session.get_one(Project, UUID(project["id"])).left_out == ["https://blog.example/a"]
    assert admin.http.post("/api/articles", json=url).status_code == 202
    with app.database.transaction() as session:
        assert session.get_one(Project, UUID(project["id"])).left_out == []


def test_boards_have_names_of_their_own(admin: Caller, stranger: Caller) -> None:
    soups, breads = board(admin), board(admin, "  Breads  and   rolls ")
    assert breads["name"] == "Breads and rolls"
    assert admin.http.post("/api/boards", json={"name": "sOUPS"}).status_code == 409
    assert board(stranger)["name"] == "Soups"
    path = f"/api/boards/{breads['id']}"
    assert admin.http.patch(path, json={"name": "soups"}).status_code == 409
    assert admin.http.patch(path, json={"name": "BREADS AND ROLLS"}).json()["name"] == "BREADS AND ROLLS"
    assert admin.http.patch(path, json={"description": "Crusts."}).json()["description"] == "Crusts."
    assert [one["name"] for one in admin.json("/api/boards")["items"]] == ["BREADS AND ROLLS", "Soups"]
    assert [one["id"] for one in admin.json("/api/boards", q="oup")["items"]] == [soups["id"]]
    assert admin.json("/api/boards", q="%")["items"] == []


def test_a_deleted_board_comes_back_unless_its_name_is_taken(admin: Caller, app: App) -> None:
    first = board(admin)
    project = made(admin, board_id=first["id"])
    assert admin.http.delete(f"/api/boards/{first['id']}").status_code == 204
    assert admin.json("/api/boards")["items"] == []
    assert admin.http.patch(f"/api/projects/{project['id']}", json={"board_id": None}).status_code == 200
    assert admin.http.patch(f"/api/projects/{project['id']}", json={"board_id": first["id"]}).status_code == 404
    second = board(admin)
    assert admin.http.post(f"/api/boards/{first['id']}/restore").status_code == 409
    admin.http.patch(f"/api/boards/{second['id']}", json={"name": "Stews"})
    assert admin.http.post(f"/api/boards/{first['id']}/restore").json()["deleted_at"] is None
    admin.http.delete(f"/api/boards/{first['id']}")
    long_ago(app, Board)
    purge(app)
    assert [one["name"] for one in admin.json("/api/boards")["items"]] == ["Stews"]
    assert len(rows(app, Board)) == 1


def test_what_was_deleted_at_midnight_is_kept_for_a_day(admin: Caller, app: App) -> None:
    first = board(admin)
    with app.database.transaction() as session:
        session.get_one(Board, UUID(first["id"])).deleted_at = now() - timedelta(hours=23)
    purge(app)
    assert admin.http.post(f"/api/boards/{first['id']}/restore").status_code == 200
