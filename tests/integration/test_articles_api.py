"""Articles over the API: fetched, listed, searched, read, deleted."""

from typing import Any
from uuid import UUID

from pressroom.features.pins.articles.actions.progress import abandon
from pressroom.features.pins.articles.models import Article
from pressroom.kernel.app import App
from pressroom.providers.articles import PictureFound
from tests.articles import complete
from tests.caller import Caller
from tests.documents import rows

BLOG = "https://blog.example/"


def project(caller: Caller, name: str = "Kitchen notes") -> str:
    """Add a project; return its id."""
    return str(caller.http.post("/api/projects", json={"name": name, "site_url": BLOG}).json()["id"])


def added(caller: Caller, project_id: str, name: str) -> str:
    """Have an article fetched; return its id."""
    answer = caller.http.post("/api/articles", json={"project_id": project_id, "url": BLOG + name})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def test_an_address_is_taken_at_once_and_fetched_behind(admin: Caller, app: App) -> None:
    home = project(admin)
    answer = admin.http.post("/api/articles", json={"project_id": home, "url": " blog.example/Soup?utm_source=x#top "})
    article = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (202, f"/api/articles/{article['id']}")
    assert (article["status"], article["url"], article["project_id"]) == ("pending", f"{BLOG}Soup", home)
    run = admin.json(f"/api/runs/{article['run_id']}")
    assert (run["workflow"], run["status"], run["queue"]) == ("import_article", "queued", "articles")
    (found,) = app.durable.client.list_workflows(workflow_ids=[article["run_id"]])
    assert found.queue_partition_key == "blog.example"


def test_the_same_address_twice_is_one_article_and_one_run(admin: Caller, app: App) -> None:
    home = project(admin)
    first, again = (added(admin, home, "soup") for _ in range(2))
    assert first == again
    assert len(app.durable.client.list_workflows(name="import_article")) == 1
    key = {"Idempotency-Key": "soup"}
    body = {"project_id": home, "url": f"{BLOG}cake"}
    once, twice = (admin.http.post("/api/articles", json=body, headers=key).json() for _ in range(2))
    assert once == twice


def test_what_is_no_address_and_no_project_is_refused(admin: Caller, stranger: Caller) -> None:
    home, theirs = project(admin), project(stranger)
    bad: list[tuple[dict[str, Any], int]] = [
        ({"project_id": home, "url": "ftp://blog.example/"}, 422),
        ({"project_id": home, "url": "https://blog.example/" + "a" * 2048}, 422),
        ({"project_id": home, "url": ""}, 422),
        ({"project_id": home, "url": "https://blog.example/\0"}, 422),
        ({"project_id": theirs, "url": BLOG}, 404),
    ]
    assert [admin.http.post("/api/articles", json=body).status_code for body, _ in bad] == [code for _, code in bad]


def test_an_article_is_shown_with_its_pictures_and_its_text(admin: Caller, app: App) -> None:
    article_id = added(admin, project(admin), "soup")
    shown = (
        PictureFound(url=f"{BLOG}b.jpg", alt="Bowl", caption="The bowl", width=1000, height=1500),
        PictureFound(url=f"{BLOG}a.jpg"),
    )
    complete(app, article_id, text="Hot 🍲 soup.\n\nWith salt.", pictures=shown, author="Ada")
    found = admin.json(f"/api/articles/{article_id}")
    assert (found["status"], found["title"], found["author"], found["words"]) == ("completed", "Soup", "Ada", 5)
    assert [(one["url"], one["position"], one["width"]) for one in found["pictures"]] == [
        (f"{BLOG}b.jpg", 0, 1000),
        (f"{BLOG}a.jpg", 1, None),
    ]
    text = admin.http.get(f"/api/articles/{article_id}/text")
    assert (text.text, text.headers["content-type"]) == ("Hot 🍲 soup.\n\nWith salt.", "text/plain; charset=utf-8")
    assert found["text_length"] == len(text.text)


def test_articles_are_listed_by_project_status_and_words_a_page_at_a_time(admin: Caller, app: App) -> None:
    home, other = project(admin), project(admin, "Other")
    ids = [added(admin, home, f"soup-{number}") for number in range(5)]
    apart = added(admin, other, "bread")
    complete(app, ids[2], title="Lentil soup with lemons")
    with app.database.transaction() as session:
        abandon(session, UUID(ids[3]), session.get_one(Article, UUID(ids[3])).run_id, "It was cancelled.")
    first = admin.json("/api/articles", project_id=home, limit=3)
    rest = admin.json("/api/articles", project_id=home, limit=3, cursor=first["next_cursor"])
    assert [one["id"] for one in (*first["items"], *rest["items"])] == ids[::-1]
    assert rest["next_cursor"] is None
    assert [one["id"] for one in admin.json("/api/articles", status="failed")["items"]] == [ids[3]]
    assert [one["id"] for one in admin.json("/api/articles", q="lemon")["items"]] == [ids[2]]
    assert admin.json("/api/articles", q="lemon", project_id=other)["items"] == []
    assert [one["id"] for one in admin.json("/api/articles", project_id=other)["items"]] == [apart]
    assert admin.http.get("/api/articles", params={"cursor": "nonsense"}).status_code == 422
    assert admin.http.get("/api/articles", params={"status": "lost"}).status_code == 422


def test_an_article_is_fetched_again_unless_it_is_being_fetched(admin: Caller, app: App) -> None:
    article_id = added(admin, project(admin), "soup")
    path = f"/api/articles/{article_id}/fetch"
    assert admin.http.post(path).status_code == 409
    complete(app, article_id)
    key = {"Idempotency-Key": "again"}
    answer, again = (admin.http.post(path, headers=key) for _ in range(2))
    assert (answer.status_code, answer.json()["status"], answer.json()["title"]) == (202, "pending", "Soup")
    assert again.json() == answer.json()


def test_a_deleted_article_comes_back_within_its_day(admin: Caller, app: App) -> None:
    article_id = added(admin, project(admin), "soup")
    complete(app, article_id)
    assert admin.http.delete(f"/api/articles/{article_id}").status_code == 204
    assert admin.json("/api/articles")["items"] == []
    assert admin.http.post(f"/api/articles/{article_id}/fetch").status_code == 409
    assert admin.http.post(f"/api/articles/{article_id}/restore").json()["deleted_at"] is None
    assert len(admin.json("/api/articles")["items"]) == 1


def test_a_scrape_is_started_once_and_told_at_once(admin: Caller) -> None:
    home = project(admin)
    key = {"Idempotency-Key": "scrape"}
    answer, again = (admin.http.post(f"/api/projects/{home}/scrape", headers=key) for _ in range(2))
    started = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (202, f"/api/projects/{home}")
    assert (started["run_id"], "Kitchen notes" in started["message"]) == (f"scrape-blog:{home}:1", True)
    assert again.json() == started
    assert admin.http.post(f"/api/projects/{home}/scrape").status_code == 409
    assert admin.json(f"/api/projects/{home}")["status"] == "scraping"


def test_a_cancelled_scrape_leaves_what_waits_to_be_gone_on_with(admin: Caller, app: App) -> None:
    home = project(admin)
    run_id = admin.http.post(f"/api/projects/{home}/scrape").json()["run_id"]
    assert admin.http.post(f"/api/runs/{run_id}/cancel").status_code in {200, 202, 204}
    found = admin.json(f"/api/projects/{home}")
    assert (found["status"], found["error_code"]) == ("failed", "abandoned")
    nothing = admin.http.post(f"/api/projects/{home}/articles/retry")
    assert (nothing.status_code, nothing.json()) == (202, {"articles": 0, "run_id": None})
    failed = added(admin, home, "soup")
    with app.database.transaction() as session:
        abandon(session, UUID(failed), session.get_one(Article, UUID(failed)).run_id, "It was cancelled.")
    told = admin.http.post(f"/api/projects/{home}/articles/retry").json()
    assert told["articles"] == 1
    assert admin.json(f"/api/runs/{told['run_id']}")["workflow"] == "fetch_articles"
    (article,) = rows(app, Article)
    assert (article.status, article.run_id, article.error) == ("pending", None, None)
    again = admin.http.post(f"/api/runs/{run_id}/retry")
    assert again.status_code == 409, "one scrape at a time"
