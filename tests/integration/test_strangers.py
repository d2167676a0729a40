"""Every route of the server is walked by nobody and by a stranger: neither sees or changes anything of a workspace."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import text

from pressroom.kernel.app import App
from tests.belongings import SECRET, belongings
from tests.caller import Caller
from tests.gallery import colleague_of
from tests.serving import ThreadedServer

OPEN = {
    "GET /-/patterns",
    "GET /api/openapi.json",
    "GET /docs",
    "GET /healthz",
    "GET /metrics",
    "GET /published/{token}.jpg",
    "GET /readyz",
    "GET /sign-in",
    "GET /sign-in/link",
    "POST /sign-in",
    "POST /sign-out",
}
"""What answers without knowing who asks. Nothing else may."""
STREAMS = {"GET /api/live"}
"""What goes on for ever; `test_live` shows that it keeps to its workspace."""
FORM = {
    "step": "1",
    "change": "cancel",
    "ids": ["{document_id}", "{item_id}", "{pin_id}"],
    "name": "Eve",
    "email": "eve@example.org",
    "password": "a long enough password",
    "display_name": "Stolen",
    "tags": "stolen",
    "summary": "Stolen",
    "language": "en",
    "feedback": "Stolen",
    "role": "owner",
    "scope": "write",
    "title": "Stolen",
    "description": "Stolen",
    "prompt": "Stolen",
    "schedule": "minute",
    "kind": "google_drive",
    "connection": "{connection_id}",
    "account": "{connection_id}",
    "folder": "{remote_id}",
    "at": "2026-01-01T00:00:00Z",
    "amount": "5",
    "reason": "Stolen",
    "style": "felt",
    "site_url": "https://stolen.example/",
    "url": "https://stolen.example/",
    "project_id": "{project_id}",
    "board_id": "{board_id}",
    "article_id": "{article_id}",
    "text": "Stolen, and said in more than a few words.",
    "monthly_usd": "5",
    "project": "{project_id}",
    "article": "{article_id}",
    "board": "{board_id}",
    "pictures": "media:{item_id}",
    "field": "title",
    "value": "Stolen",
    "fit": "pad",
    "names": "*",
    "number": "1",
    "day": "2099-01-01",
    "days": "1",
    "minutes": "15",
    "zone": "UTC",
}
"""Sent to every form: more than any wants."""
BODY = {
    name: FORM[name]
    for name in FORM.keys() - {"ids", "tags", "email", "password", "connection", "folder", "at", "schedule", "scope"}
} | {
    "ids": ["{item_id}", "{document_id}"],
    "media_ids": ["{item_id}"],
    "pin_ids": ["{pin_id}"],
    "run_ids": ["{run_id}"],
    "tags": ["stolen"],
    "names": ["*"],
    "add": ["stolen"],
    "every": "minute",
    "connection_id": "{connection_id}",
    "folder_id": "{remote_id}",
}
"""Sent to every route of the API that takes JSON, likewise."""
TABLES = (
    "documents",
    "pages",
    "revisions",
    "assets",
    "api_tokens",
    "memberships",
    "media_items",
    "media_folders",
    "folder_files",
    "artworks",
    "connections",
    "connection_requests",
    "credit_entries",
    "generations",
    "projects",
    "boards",
    "articles",
    "article_pictures",
    "pins",
    "pin_slides",
    "publish_attempts",
    "board_sections",
    "saved_views",
    "ai_calls",
    "budgets",
    "paused_runs",
    "queue_settings",
    "schedule_settings",
    "prompts",
    "prompt_trials",
    "events",
    "event_starts",
    "webhooks",
    "webhook_deliveries",
    "alerts",
    "dbos.workflow_status",
)
NO_SECRETS = {"name", "number", "profile", "provider", "status", "version", "which", "worker_id"}
"""Names in paths that stand for nothing of a workspace."""


@dataclass(frozen=True, slots=True)
class Call:
    """A route, with the ids of a workspace's things in its path."""

    route: str
    method: str
    path: str
    names_a_thing: bool

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api")

    def send(self, client: httpx.Client, ids: dict[str, str]) -> httpx.Response:
        """Ask as a program would under `/api`, as a browser elsewhere."""
        body: dict[str, Any] = {}
        if self.method in {"POST", "PATCH", "PUT"}:
            body = {"json": _filled(BODY, ids)} if self.is_api else {"data": _filled(FORM, ids)}
        headers = {"Accept": "application/json" if self.is_api else "text/html"}
        with client.stream(self.method, self.path, headers=headers, **body) as answer:
            if self.route not in STREAMS:
                answer.read()
        return answer


@pytest.fixture
def ids(admin: Caller, app: App) -> dict[str, str]:
    """What there is in the admin's workspace, by the names routes give it."""
    return belongings(admin, app) | {"name": "process_document", "worker_id": "01890000-0000-7000-8000-000000000000"}


def calls(server: ThreadedServer, ids: dict[str, str]) -> Iterator[Call]:
    """Yield a call of every route; a new kind of id in a path has to be made known above."""
    for route in iter_route_contexts(server.web.routes):
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            path = re.sub(r":\w+}", "}", route.path or "")
            named = set(re.findall(r"{(\w+)}", path)) - NO_SECRETS
            yield Call(f"{method} {path}", method, path.format_map(ids), bool(named))


def _filled(value: Any, ids: dict[str, str]) -> Any:  # noqa: ANN401  # JSON
    match value:
        case str():
            return value.format_map(ids)
        case list():
            return [_filled(one, ids) for one in value]
        case _:
            return {name: _filled(one, ids) for name, one in value.items()}


def everything(app: App) -> dict[str, list[str]]:
    """Return all that is kept of the admin's workspace, but for when a token was used."""
    with app.database.transaction() as session:
        return {
            table: sorted(
                session.execute(
                    text(f"SELECT (to_jsonb(t) - 'last_used_at')::text FROM {table} t")  # noqa: S608  # ours, above
                ).scalars()
            )
            for table in TABLES
        }


def test_the_routes_that_answer_anybody_are_there_and_no_others(server: ThreadedServer, ids: dict[str, str]) -> None:
    assert {call.route for call in calls(server, ids)} >= OPEN | STREAMS


def test_nobody_is_shown_the_door_at_every_route(
    server: ThreadedServer, nobody: httpx.Client, app: App, ids: dict[str, str]
) -> None:
    before = everything(app)
    walked = [call for call in calls(server, ids) if call.route not in OPEN]
    for call in walked:
        answer = call.send(nobody, ids)
        if call.is_api or call.method != "GET":
            assert answer.status_code == 401, call
        else:
            assert answer.status_code == 303, call
            assert answer.headers["location"].startswith("/sign-in?next=/"), call
    assert len(walked) > 100
    assert everything(app) == before


def test_a_stranger_is_told_that_nothing_is_there_at_every_route(
    server: ThreadedServer, stranger: Caller, app: App, ids: dict[str, str]
) -> None:
    for call in calls(server, ids):
        if not call.names_a_thing:
            continue
        answer = call.send(stranger.http, ids)
        assert answer.status_code == 404, (call, answer.text)
        assert SECRET not in answer.text, call
    assert not any("Stolen" in row for rows in everything(app).values() for row in rows)


def test_lists_and_pages_show_a_stranger_nothing_of_another_workspace(
    server: ThreadedServer, stranger: Caller, app: App, ids: dict[str, str]
) -> None:
    before = everything(app)
    for call in calls(server, ids):
        if call.names_a_thing or call.method == "POST" or call.route in {*STREAMS, "GET /readyz"}:
            continue
        answer = call.send(stranger.http, ids)
        assert answer.status_code < 500, call
        things = {"word": SECRET, **{name: ids[name] for name in ids.keys() - NO_SECRETS}}
        leaked = [name for name, value in things.items() if value in answer.text]
        assert not leaked, call
    after = everything(app)
    for table in (
        "credit_entries",
        "generations",
        "documents",
        "media_items",
        "media_folders",
        "artworks",
        "connections",
        "projects",
        "boards",
        "articles",
        "pins",
        "saved_views",
    ):
        assert after[table] == before[table]


def test_forms_of_a_stranger_s_change_nothing_in_another_workspace(
    server: ThreadedServer, stranger: Caller, app: App, ids: dict[str, str]
) -> None:
    before = everything(app)
    for call in calls(server, ids):
        if call.method == "GET" or call.route in STREAMS:
            continue
        answer = call.send(stranger.http, ids)
        assert answer.status_code < 500, call
    after = everything(app)
    for table in TABLES:
        assert set(before[table]) <= set(after[table]), table


def test_a_generation_is_its_owner_s_alone_and_nobody_s_else_in_the_workspace(
    server: ThreadedServer, admin: Caller, app: App, ids: dict[str, str]
) -> None:
    before = everything(app)
    run_id = admin.json(f"/api/generations/{ids['generation_id']}")["run_id"]
    own = [call for call in calls(server, ids) if ids["generation_id"] in call.path]
    assert len(own) > 12
    with colleague_of(app, admin, server.url) as colleague:
        for call in own:
            assert call.send(colleague.http, ids).status_code == 404, call
        for path in (f"/runs/{run_id}", f"/api/runs/{run_id}", f"/api/runs/{run_id}/steps"):
            assert colleague.http.get(path).status_code == 404, path
        for call in calls(server, ids):
            if call.method == "GET" and call not in own and call.route not in STREAMS:
                assert ids["generation_id"] not in call.send(colleague.http, ids).text, call
    after = everything(app)
    assert (after["generations"], after["assets"]) == (before["generations"], before["assets"])
