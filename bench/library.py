"""A library of a million pictures: its list and its search, at the top and deep down. The rows are made by SQL."""

from collections.abc import Callable, Iterator
from time import sleep

from sqlalchemy import Connection, text

from bench.installation import Installation, empty_installation
from bench.row import Row
from bench.timings import Timings

ROWS = 1_000_000
ASKED = 60
DEEP = ROWS * 9 // 10
DEEP_IN_SEARCH = 1500
FLAT = 1.5
WORDS = (
    "cat dog beach sunset mountain lake forest city street car bicycle coffee cake flower garden bird horse boat "
    "bridge tower window door table chair lamp book guitar piano snow rain"
)
SEARCHED = ("kitten", "seaside", "a bicycle in the snow", "bridge", "number 777", "dinner")
EVERYWHERE = "photo"

PREPARE = (
    "SET maintenance_work_mem = '1GB'",
    "ALTER TABLE media_items DISABLE TRIGGER USER",
    # Random halves of a caption's meaning: two thousand of each make four million different captions.
    """CREATE TEMPORARY TABLE halves AS
    SELECT k, (SELECT array_agg(random() - 0.5) FROM generate_series(1, 512) WHERE k = k)::real[]::halfvec(512) AS half
    FROM generate_series(0, 1999) AS g(k)""",
    "CREATE INDEX ON halves (k)",
)
ASSETS = text("""
    INSERT INTO assets (id, created_at, workspace_id, sha256, mime, size, storage_key, source)
    SELECT gen_random_uuid(), now(), :workspace, md5(i::text), 'image/jpeg', 100000 + i, 'assets/' || i, 'upload'
    FROM generate_series(1, 1000) AS i
""")
ITEMS = text("""
    INSERT INTO media_items (id, created_at, updated_at, workspace_id, asset_id, source, filename, status, attempt,
      width, height, notes, colours, colour_names, tags, analysis, description, fingerprint, embedding, processed_at)
    SELECT (lpad(to_hex(26000000000 + i), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'))::uuid,
      now() - (:rows - i) * interval '1 minute', now(), :workspace, a.id, 'upload', 'IMG_' || i || '.jpg',
      CASE WHEN i % 1000 = 0 THEN 'failed' ELSE 'completed' END, 1, 4000, 3000, '{}', '[]',
      ARRAY[(ARRAY['red', 'blue', 'green', 'grey', 'white', 'black'])[1 + i % 6], 'brown'],
      ARRAY[w.w[1 + i % 30], w.w[1 + (i / 30) % 30]], '{}',
      'A ' || w.w[1 + i % 30] || ' and a ' || w.w[1 + (i * 7) % 30] || ' near a ' || w.w[1 + (i * 11 + 3) % 30]
        || '. A bright photo, number ' || i,
      ('x' || left(md5(i::text), 16))::bit(64), one.half + two.half,
      now() - (:rows - i) * interval '1 minute'
    FROM generate_series(1, :rows) AS i
    JOIN (SELECT id, row_number() OVER () AS n FROM assets) AS a ON a.n = 1 + i % 1000
    JOIN halves AS one ON one.k = i % 2000 JOIN halves AS two ON two.k = (i / 2000 * 37 + i) % 2000
    CROSS JOIN (SELECT string_to_array(:words, ' ') AS w) AS w
""")
INDEXES = text(
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'media_items' AND indexname <> 'pk_media_items'"
)
NOT_ASKED = "ix_media_items_fingerprint"
"""The index of near-duplicates takes a quarter of an hour to make of a million at once, and no list asks it."""
SETTLE_SECONDS = 5.0
"""Until nothing that runs began before the rows were there: only then can `VACUUM` note that all may see them."""
NTH = text("SELECT id FROM media_items ORDER BY id DESC OFFSET :n LIMIT 1")


def run() -> list[Row]:
    """Fill a library, then ask for its lists and searches as a browser and a program do."""
    with empty_installation() as press:
        press.start()
        press.sign_in()
        with press.database() as database:
            with database.engine.connect() as connection:
                fill(connection)
            with database.transaction() as session:
                deep = str(session.scalar(NTH, {"n": DEEP}))
        return list(rows(press, deep))


def rows(press: Installation, deep: str) -> Iterator[Row]:
    """Yield the figures."""
    top, below = asked(press, lambda _: {}), asked(press, lambda _: {"cursor": deep})
    yield flat(f"list of {ROWS:,} pictures", top, below, "the same, 900,000 further down")
    tagged, below = asked(press, lambda _: {"tag": "cat"}), asked(press, lambda _: {"tag": "cat", "cursor": deep})
    yield flat("those with a tag", tagged, below, "the same, 900,000 further down")
    failed = asked(press, lambda _: {"status": "failed"})
    yield Row(what="those that failed", measured=str(failed), against="the list", ratio=failed.p50 / top.p50)
    found = asked(press, lambda number: {"q": SEARCHED[number % len(SEARCHED)]})
    yield Row(what="search by words and meaning", measured=str(found), against="the list", ratio=found.p50 / top.p50)
    common = asked(press, lambda _: {"q": EVERYWHERE})
    below = asked(press, lambda _: {"q": EVERYWHERE, "cursor": str(DEEP_IN_SEARCH)})
    yield flat("search for a word of every picture", common, below, f"{DEEP_IN_SEARCH:,} further down")
    pages = Timings()
    for _ in range(10):
        with pages.measured():
            press.client.get("/api/media/status").raise_for_status()
    yield Row(what="counts by status, and those completed last", measured=str(pages))


def flat(what: str, top: Timings, below: Timings, further: str) -> Row:
    """Return the row that holds the top of a list against what is deep down in it."""
    ratio = below.p50 / top.p50
    return Row(what=what, measured=str(top), against=f"{further}: {below}; <= {FLAT}", ratio=ratio, met=ratio <= FLAT)


def asked(press: Installation, wanted: Callable[[int], dict[str, str]]) -> Timings:
    """Return the times of a list asked for often, a hundred pictures at once; the first few are not counted."""
    timings = Timings()
    for number in range(ASKED + len(SEARCHED)):
        with timings.measured():
            answer = press.client.get("/api/media", params={"limit": "100"} | wanted(number))
        answer.raise_for_status()
        assert answer.json()["items"] or "q" in wanted(number), answer.url
    return Timings(timings.seconds[len(SEARCHED) :])


def fill(connection: Connection) -> None:
    """Make the rows, the indexes after them: one by one it would take hours."""
    indexes = connection.execute(INDEXES).all()
    workspace = connection.scalar(text("SELECT id FROM workspaces"))
    for name, _ in indexes:
        connection.execute(text(f"DROP INDEX {name}"))
    for statement in PREPARE:
        connection.execute(text(statement))
    connection.execute(ASSETS, {"workspace": workspace})
    connection.execute(ITEMS, {"workspace": workspace, "rows": ROWS, "words": WORDS})
    for name, definition in indexes:
        if name != NOT_ASKED:
            connection.execute(text(definition))
    connection.execute(text("ALTER TABLE media_items ENABLE TRIGGER USER"))
    connection.commit()
    sleep(SETTLE_SECONDS)
    connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE media_items"))
