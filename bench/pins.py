"""Pins: two hundred written in bulk by the offline model, and the table of a hundred thousand."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
from sqlalchemy import Connection, text

from bench.installation import Failed, Installation, installation
from bench.row import Row
from bench.screenshots import browser, sign_in
from bench.timings import Timings, milliseconds, wait_until
from pressroom.kernel import processes
from pressroom.providers.describe import PIN, Evidence, describer_for

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "samples" / "pictures"
TEXTS = ROOT / "tests" / "providers" / "pinned"
WRITTEN = 200
ROWS = 100_000
ARTICLES = 1000
SEVERAL = 1000
ASKED, PAINTED = 40, 12
FIRST = 4
"""Of what is asked often, so many are not counted."""
LONGEST_SECONDS = 900.0
LOOK_SECONDS = 0.2
DEEP = ROWS * 9 // 10
FLAT = 1.5

NEW_ARTICLES = text("""
    INSERT INTO articles (id, created_at, updated_at, workspace_id, project_id, address, url, title, text, words,
      language, notes, status, attempt, delays, fetched_at)
    SELECT gen_random_uuid(), now(), now(), p.workspace_id, p.id, 'https://blog.example/' || :name,
      'https://blog.example/' || :name, :title, :text, :words, :language, '{}', 'completed', 1, 0, now()
    FROM projects p WHERE p.id = :project RETURNING id
""")
MANY_ARTICLES = text("""
    INSERT INTO articles (id, created_at, updated_at, workspace_id, project_id, address, url, title, text, words,
      language, notes, status, attempt, delays, fetched_at)
    SELECT gen_random_uuid(), now(), now(), p.workspace_id, p.id, 'https://blog.example/' || i,
      'https://blog.example/' || i, 'Post number ' || i, 'Words.', 1, 'en', '{}', 'completed', 1, 0, now()
    FROM projects p, generate_series(1, :articles) AS i WHERE p.id = :project
""")
MANY_PINS = text("""
    INSERT INTO pins (id, created_at, updated_at, workspace_id, project_id, article_id, board_id, asset_id,
      picture_source, picture, fit, title, description, alt_text, keywords, locked, tags, status, attempt, scheduled_at)
    SELECT (lpad(to_hex(26000000000 + i), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'))::uuid,
      now() - (:rows - i) * interval '1 minute', now(), p.workspace_id, p.id, a.id, :board,
      (SELECT id FROM assets LIMIT 1), 'upload', '{"width": 1000, "height": 1500}', 'crop',
      'Pin number ' || i, 'What is said of the pin with the number ' || i || ', in a sentence or two.', 'A picture.',
      '{cake,autumn}', '{}', ARRAY['tag ' || i % 20],
      (ARRAY['draft', 'ready', 'scheduled', 'published'])[1 + i % 4], 1,
      CASE WHEN i % 4 = 2 THEN now() + i * interval '1 hour' END
    FROM projects p CROSS JOIN generate_series(1, :rows) AS i
    JOIN (SELECT id, row_number() OVER () AS n FROM articles) AS a ON a.n = 1 + i % :articles
    WHERE p.id = :project
""")
NEWEST = text("SELECT id FROM pins ORDER BY id DESC OFFSET :n LIMIT :number")
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def run() -> list[Row]:
    """Write pins in bulk, then fill the table and ask for it, edit in it and change many at once."""
    return [*written(), *tabled()]


def written() -> list[Row]:
    """Return how many pins a second are written, held against the model alone on the same articles and pictures."""
    texts = [_read(path) for path in sorted(TEXTS.glob("*.txt"))]
    pictures = [path.read_bytes() for path in sorted(PICTURES.glob("*.webp"))]
    with installation() as press:
        project = _project(press)
        with press.database() as database, database.engine.begin() as connection:
            articles = [_article(connection, project, one) for one in texts]
        pins = [
            _pin(press, project, articles[number % len(articles)], pictures[number % len(pictures)])
            for number in range(WRITTEN)
        ]
        wait_until(lambda: _are_ready(press, pins), within=LONGEST_SECONDS, what="pictures looked at", every=1.0)
        _write(press, pins[:FIRST])  # what describes is loaded
        seconds = _write(press, pins)
    alone = _alone(
        [
            Evidence(
                "a.html", [str(one["text"])], images=[pictures[number % len(pictures)]], hints={"title": one["title"]}
            )
            for number, one in zip(range(WRITTEN), texts * WRITTEN, strict=False)
        ]
    )
    return [
        Row(
            what=f"{WRITTEN} pins written in bulk by the offline model, one worker",
            measured=f"{WRITTEN / seconds:.1f} pins/s, {milliseconds(seconds / WRITTEN)} a pin",
            against=f"the model alone: {WRITTEN / alone:.1f} pins/s, {milliseconds(alone / WRITTEN)} a pin",
            ratio=seconds / alone,
        )
    ]


def tabled() -> list[Row]:
    """Return how soon the table of many pins is there and painted, and how long changes in it take."""
    with installation(workers=0) as press:
        project = _project(press)
        board = _made(press, "/api/boards", {"name": "Autumn"})["id"]
        picture = (PICTURES / "coffee.webp").read_bytes()
        _pin(press, project, None, picture)
        with press.database() as database, database.engine.begin() as connection:
            fill(connection, project, board)
            newest = [str(one) for one in connection.scalars(NEWEST, {"n": 0, "number": SEVERAL})]
            [deep] = [str(one) for one in connection.scalars(NEWEST, {"n": DEEP, "number": 1})]
        return list(_rows(press, newest, deep))


def fill(connection: Connection, project: str, board: str) -> None:
    """Make the rows."""
    given = {"project": project, "board": board, "rows": ROWS, "articles": ARTICLES}
    connection.execute(MANY_ARTICLES, given)
    connection.execute(MANY_PINS, given)
    connection.execute(text("ANALYZE articles, pins"))


def _rows(press: Installation, pins: Sequence[str], deep: str) -> Iterator[Row]:
    top = _asked(press, "GET", "/api/pins?limit=100")
    below = _asked(press, "GET", f"/api/pins?limit=100&cursor={deep}")
    ratio = below.p50 / top.p50
    yield Row(
        what=f"list of {ROWS:,} pins, a hundred at once",
        measured=str(top),
        against=f"the same, {DEEP:,} further down: {below}; <= {FLAT}",
        ratio=ratio,
        met=ratio <= FLAT,
    )
    painted = _painted(press)
    yield Row(what=f"first paint of the table of {ROWS:,} pins", measured=str(painted), against="in a browser")
    edited = Timings()
    for number, pin in enumerate(islice(pins, ASKED + FIRST)):
        with edited.measured():
            press.client.patch(f"/api/pins/{pin}", json={"title": f"Edited {number}"}).raise_for_status()
    del edited.seconds[:FIRST]
    yield Row(what="edit of one of them", measured=str(edited), against="the list", ratio=edited.p50 / top.p50)
    several = Timings()
    for number in range(5):
        with several.measured():
            changes = {"pin_ids": pins, "changes": {"tags": {"add": [f"added {number}"]}}}
            press.client.patch("/api/pins", json=changes).raise_for_status()
    yield Row(
        what=f"bulk edit of {len(pins):,} of them",
        measured=str(several),
        against="as many edits of one",
        ratio=several.p50 / (edited.p50 * len(pins)),
    )


def _asked(press: Installation, method: str, path: str) -> Timings:
    timings = Timings()
    for _ in range(ASKED + FIRST):
        with timings.measured():
            answer = press.client.request(method, path)
        answer.raise_for_status()
    return Timings(timings.seconds[FIRST:])


def _painted(press: Installation) -> Timings:
    """Return the times from asking for the table to its first contentful paint, in a browser that knows the styles."""
    timings = Timings()
    with browser() as chromium:
        context = chromium.new_context(storage_state=sign_in(chromium, press), viewport={"width": 1440, "height": 900})
        page = context.new_page()
        for _ in range(PAINTED + FIRST):
            page.goto(f"{press.url}/pins")
            wait_until(lambda: page.evaluate(PAINT) is not None, within=30, what="first paint", every=0.05)
            timings.seconds.append(float(page.evaluate(PAINT)) / 1000)
    return Timings(timings.seconds[FIRST:])


def _write(press: Installation, pins: Sequence[str]) -> float:
    """Have pins described in bulk; return the seconds from asking to the last one's answer."""
    began = datetime.now(UTC)
    press.client.post("/api/pins/metadata", json={"pin_ids": pins}).raise_for_status()
    wait_until(lambda: _are_described(press, pins, began), within=LONGEST_SECONDS, what="pins", every=LOOK_SECONDS)
    found = [press.client.get(f"/api/pins/{one}").json() for one in pins]
    return max((datetime.fromisoformat(one["described_at"]) - began).total_seconds() for one in found)


def _are_described(press: Installation, pins: Sequence[str], since: datetime) -> bool:
    counts = press.client.get("/api/pins/status").raise_for_status().json()
    if counts["counts"].get("failed"):
        raise Failed("A pin failed to be described.")
    last = press.client.get(f"/api/pins/{pins[-1]}").json()["described_at"]
    return not counts["counts"].get("describing") and bool(last) and datetime.fromisoformat(last) >= since


def _are_ready(press: Installation, pins: Sequence[str]) -> bool:
    return all(press.client.get(f"/api/pins/{one}").json()["width"] for one in pins)


def _alone(evidence: Sequence[Evidence]) -> float:
    """Return the seconds the model takes for all of it, with as many children as a worker has."""
    describer = describer_for("local", timeout_seconds=60)
    try:
        with ThreadPoolExecutor(processes.process_count()) as threads:
            list(threads.map(lambda one: describer.describe(PIN, one), evidence[:FIRST]))
            began = perf_counter()
            list(threads.map(lambda one: describer.describe(PIN, one), evidence))
            return perf_counter() - began
    finally:
        processes.shutdown()


def _read(path: Path) -> Mapping[str, Any]:
    """Return an article as it would have been fetched."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    named = dict(line.split(": ", 1) for line in head.splitlines())
    return {
        "name": path.stem,
        "title": named["title"],
        "language": named["language"],
        "text": body,
        "words": len(body.split()),
    }


def _article(connection: Connection, project: str, one: Mapping[str, Any]) -> str:
    return str(connection.scalar(NEW_ARTICLES, {**one, "project": project}))


def _project(press: Installation) -> str:
    made = _made(press, "/api/projects", {"name": "A blog", "site_url": "https://blog.example"})
    return str(made["id"])


def _pin(press: Installation, project: str, article: str | None, picture: bytes) -> str:
    data = {"project_id": project} | ({"article_id": article} if article else {})
    answer = press.client.post("/api/pins/upload", data=data, files={"file": ("picture.webp", picture)})
    return str(_json(answer)["id"])


def _made(press: Installation, path: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    return _json(press.client.post(path, json=wanted))


def _json(answer: httpx.Response) -> dict[str, Any]:
    if answer.is_error:
        raise Failed(f"{answer.status_code} {answer.text}")
    found: dict[str, Any] = answer.json()
    return found
