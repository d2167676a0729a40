"""Projects, articles and boards on the command line: added, changed, fetched and waited for, deleted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pressroom.features.pins.projects.models import Project
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings
from tests.articles import complete
from tests.blog import Blog, blog
from tests.commands import CommandLine, ended, started
from tests.documents import rows

NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def pressroom(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(Settings(database_url=database_url, data_dir=tmp_path), capsys, monkeypatch)


@pytest.fixture
def site() -> Iterator[Blog]:
    """A real blog with three posts."""
    with blog() as site:
        del site.posts[3:]
        yield site


def test_a_project_is_added_with_what_was_chosen_changed_and_listed(pressroom: CommandLine) -> None:
    on = pressroom("boards", "add", "Soups", "--json").json["id"]
    chosen = ("--language", "DE", "--tone", "warm", "--keyword", "vegan", "--keyword", "soup", "--board", on)
    more = ("--link", "{url}?utm_source=pin", "--pins", "3", "--fit", "pad", "--closing", "More on the blog.")
    added = pressroom("projects", "add", "Kitchen notes", "blog.example", *chosen, *more, "--json").json
    expected = {
        "site_url": "https://blog.example/",
        "language": "de",
        "tone": "warm",
        "keywords": ["vegan", "soup"],
        "board_id": on,
        "link_template": "{url}?utm_source=pin",
        "pins_per_article": 3,
        "fit": "pad",
        "closing": "More on the blog.",
    }
    assert {name: added[name] for name in expected} == expected
    edited = pressroom("projects", "edit", added["id"], "--name", "Soups", "--tone", "", "--json").json
    assert (edited["name"], edited["tone"], edited["language"]) == ("Soups", "", "de")
    assert [one["id"] for one in pressroom("projects", "list", "--json").json["items"]] == [added["id"]]
    assert "https://blog.example/" in pressroom("projects", "list").out
    assert "{url}?utm_source=pin" in pressroom("projects", "show", added["id"]).out


def test_what_may_not_be_chosen_is_wrong_usage(pressroom: CommandLine) -> None:
    assert "There are no projects" in pressroom("projects", "list").err
    assert pressroom("projects", "add", "Notes", "ftp://blog.example").code == 2
    assert pressroom("projects", "add", "Notes", "blog.example", "--language", "English").code == 2
    assert pressroom("projects", "add", "Notes", "blog.example", "--pins", "9").code == 2
    missing = pressroom("projects", "show", NOWHERE)
    assert (missing.code, missing.err) == (1, "There is no such project here.\n")


def test_a_scrape_is_started_and_goes_on_behind(pressroom: CommandLine) -> None:
    project_id = pressroom("projects", "add", "Notes", "blog.example").out.strip()
    nothing = pressroom("projects", "scrape", project_id, "--missing")
    assert (nothing.code, nothing.out) == (0, "Nothing is missing.\n")
    answer = pressroom("projects", "scrape", project_id)
    assert (answer.code, answer.out) == (0, f"Started scrape-blog:{project_id}:1\n")
    assert "looked through right now" in pressroom("projects", "scrape", project_id).err
    assert pressroom("projects", "show", project_id, "--json").json["status"] == "scraping"


def test_articles_are_added_listed_shown_and_deleted(pressroom: CommandLine, app: App) -> None:
    project_id = pressroom("projects", "add", "Notes", "blog.example").out.strip()
    urls = ("https://blog.example/soup", "blog.example/bread")
    added = pressroom("articles", "add", project_id, *urls, "--json").json["articles"]
    assert [one["url"] for one in added] == ["https://blog.example/soup", "https://blog.example/bread"]
    assert pressroom("articles", "add", project_id, "ftp://blog.example/").code == 2
    soup = added[0]["id"]
    busy = pressroom("articles", "fetch", soup)
    assert (busy.code, "is being fetched" in busy.err) == (1, True)
    complete(app, soup, text="Hot soup.")
    assert pressroom("articles", "show", soup, "--text").out == "Hot soup.\n"
    assert "https://blog.example/soup.jpg" in pressroom("articles", "show", soup).out
    shown = pressroom("articles", "show", soup, "--json").json
    assert (shown["words"], len(shown["pictures"])) == (2, 1)
    first = pressroom("articles", "list", "--limit", "1", "--json").json
    rest = pressroom("articles", "list", "--limit", "1", "--cursor", first["next_cursor"], "--json").json
    assert [one["id"] for one in (*first["items"], *rest["items"])] == [added[1]["id"], soup]
    assert len(pressroom("articles", "list", "--status", "completed", "--words", "soup", "--json").json["items"]) == 1
    assert "Soup" in pressroom("articles", "list", "--project", project_id).out
    assert pressroom("articles", "fetch", soup, "--json").json["articles"][0]["status"] == "pending"
    assert pressroom("articles", "delete", soup, added[1]["id"], "--json").json == {"deleted": [soup, added[1]["id"]]}
    assert "There are no such articles" in pressroom("articles", "list").err


def test_boards_are_made_renamed_and_deleted(pressroom: CommandLine) -> None:
    soups = pressroom("boards", "add", "Soups", "--description", "Hot.", "--json").json
    assert pressroom("boards", "add", "soups").code == 1
    assert pressroom("boards", "edit", soups["id"], "--name", "Stews", "--json").json["description"] == "Hot."
    assert "Stews" in pressroom("boards", "list", "--name", "tew").out
    assert pressroom("boards", "delete", soups["id"], "--json").json == {"deleted": soups["id"]}
    assert pressroom("boards", "list", "--json").json == {"items": [], "next_cursor": None}


def test_a_deleted_project_is_gone_from_the_list(pressroom: CommandLine, app: App) -> None:
    project_id = pressroom("projects", "add", "Notes", "blog.example").out.strip()
    assert pressroom("projects", "delete", project_id, "--json").json == {"deleted": project_id}
    assert pressroom("projects", "list", "--json").json["items"] == []
    assert rows(app, Project)[0].deleted_at is not None
    assert pressroom("projects", "scrape", project_id).code == 1


@pytest.mark.timeout(240)
@pytest.mark.slow
def test_waiting_for_a_scrape_needs_no_server(database_url: str, tmp_path: Path, site: Blog) -> None:
    environment = {
        "PRESSROOM_DATABASE_URL": database_url,
        "PRESSROOM_DATA_DIR": str(tmp_path / "data"),
        "PRESSROOM_FETCH_ALLOW_LOOPBACK": "true",
        "PRESSROOM_FETCH_PACE_SECONDS": "0.1",
    }
    project_id = ended(started(environment, "projects", "add", "Notes", site.url, "--json")).json["id"]
    answer = ended(started(environment, "projects", "scrape", project_id, "--wait", "--json"), 200)
    assert answer.code == 0, answer.err
    progress = answer.json["progress"]
    assert (answer.json["status"], progress["total"], progress["succeeded"]) == ("idle", 3, 3)
    gone = ended(started(environment, "articles", "add", project_id, site.at("/gone"), "--wait", "--json"), 200)
    (article,) = gone.json["articles"]
    assert (gone.code, article["status"], article["error_code"]) == (1, "failed", "not_found")
