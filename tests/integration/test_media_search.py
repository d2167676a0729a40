"""Pictures found by words, and by what they mean."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from pressroom.features.media import search
from pressroom.features.media.models import Item
from pressroom.kernel.app import App
from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.embed import FakeEmbedder, LocalEmbedder
from tests.caller import Caller, admin_of, problem_of
from tests.doors import fake_doors
from tests.library import change, completed, describe, picture, see
from tests.serving import served

PLAIN = {
    "description": "A picture.",
    "tags": ["a", "b", "c"],
    "content": "",
    "style": None,
    "colors": [],
    "subjects": [],
    "mood": None,
}
CAT = PLAIN | {
    "description": "A tabby cat sleeps on a sofa.",
    "tags": ["cat", "sofa", "animal"],
    "content": "a tabby cat on a sofa",
    "subjects": ["cat", "sofa"],
}
BRIDGE = PLAIN | {
    "description": "Eine Brücke führt über den Fluss.",
    "tags": ["Brücke", "Fluss", "Stadt"],
    "content": "an iron bridge over a river",
    "mood": "wistful",
    "style": "engraving",
}

NEARLY = "fingerprint" + "".join(
    f" # (1::bigint << mod(abs(hashint8(n * 7 + {turn})), 63))::bit(64)" for turn in range(5)
)
"""A fingerprint with up to five other bits, by the number `n` of the copy."""


@pytest.fixture
def library(admin: Caller, app: App) -> dict[str, str]:
    """Two pictures by name."""
    return {
        "cat": completed(app, admin, "IMG_2041", CAT, {"colour_names": ["orange", "brown"]}),
        "bridge": completed(app, admin, "prague", BRIDGE, {"colour_names": ["grey"]}),
    }


def found(caller: Caller, q: str, **params: str | int) -> list[str]:
    return [one["id"] for one in caller.json("/api/media", q=q, **params)["items"]]


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("sleeping", "cat"),  # an English stem
        ("brücken", "bridge"),  # a German stem
        ("FLUSS", "bridge"),
        ("Brü", "bridge"),  # an unfinished word
        ("wistful", "bridge"),  # its mood
        ("engraving", "bridge"),  # its style
        ("iron bridge", "bridge"),  # its content
        ("prague", "bridge"),  # its file
        ("orange", "cat"),  # its colour
        ('"tabby cat"', "cat"),
        ("tabby -bridge", "cat"),
    ],
)
def test_a_picture_is_found_by_words(admin: Caller, library: dict[str, str], q: str, name: str) -> None:
    assert found(admin, q)[0] == library[name]


def test_what_is_not_there_is_not_found(admin: Caller, library: dict[str, str]) -> None:
    assert library
    assert found(admin, "zebra") == []
    assert found(admin, "walnut zebra") == []


@pytest.mark.parametrize("q", ["'", '"', "& | !", "a:*b", "%", "\\", "((", "-", "🙂", "x" * 500, " , "])
def test_odd_signs_are_no_error(admin: Caller, library: dict[str, str], q: str) -> None:
    assert library
    assert admin.http.get("/api/media", params={"q": q}).status_code == 200


def test_blank_words_are_no_search(admin: Caller, library: dict[str, str]) -> None:
    assert found(admin, "  ") == [library["bridge"], library["cat"]]


def test_what_a_person_wrote_is_found_at_once(admin: Caller, library: dict[str, str]) -> None:
    path = f"/api/media/{library['cat']}/metadata"
    assert admin.http.patch(path, json={"tags": ["Mitzi"]}).status_code == 200
    assert found(admin, "mitzi") == [library["cat"]]
    assert found(admin, "sofa") == [library["cat"]]


def test_a_search_is_narrowed_like_a_list(admin: Caller, library: dict[str, str]) -> None:
    assert found(admin, "tabby", tag="cat") == [library["cat"]]
    assert found(admin, "tabby", tag="Brücke") == []
    assert found(admin, "tabby", colour="orange") == [library["cat"]]
    assert found(admin, "tabby", colour="grey") == []
    assert found(admin, "tabby", status="completed") == [library["cat"]]
    assert found(admin, "tabby", status="failed") == []
    assert found(admin, "tabby", source="google_drive") == []
    assert found(admin, "tabby", until="2000-01-01") == []


def test_words_and_meaning_together_rank_first(admin: Caller, app: App) -> None:
    by_name = completed(app, admin, "walrus", PLAIN)
    by_both = completed(app, admin, "other", PLAIN | {"description": "x", "content": "a walrus", "tags": ["walrus"]})
    completed(app, admin, "third", CAT)
    assert found(admin, "walrus") == [by_both, by_name]


def test_hits_come_in_pages_each_once(admin: Caller, app: App) -> None:
    added = {completed(app, admin, f"tulip-{number}", PLAIN | {"content": "a tulip"}) for number in range(5)}
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = admin.json("/api/media", q="tulip", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == 5
    assert set(seen) == added


def test_a_deleted_picture_is_not_found(admin: Caller, library: dict[str, str]) -> None:
    admin.http.delete(f"/api/media/{library['cat']}")
    assert library["cat"] not in found(admin, "tabby cat on a sofa")


def test_another_workspace_finds_nothing_by_words_or_meaning(
    admin: Caller, stranger: Caller, library: dict[str, str]
) -> None:
    assert found(admin, "tabby cat")[0] == library["cat"]
    assert found(stranger, "tabby cat") == []


def test_where_meaning_cannot_be_had_words_are_found(app: App) -> None:
    silent = FakeEmbedder(error=ProviderBusy("The embedder is busy."), model="silent")
    with served(app, fake_doors(embedder=silent)) as server, admin_of(app, server.url) as caller:
        item_id = completed(app, caller, "cat", CAT)
        assert found(caller, "tabby") == [item_id]
        assert silent.calls


def test_what_was_asked_before_is_not_embedded_again(app: App) -> None:
    embedder = FakeEmbedder(model="counted")
    with served(app, fake_doors(embedder=embedder)) as server, admin_of(app, server.url) as caller:
        for q in ("a red barn", "A  red BARN ", "a red barn"):
            found(caller, q)
    assert embedder.calls == [("a red barn",)]


def test_a_kitten_is_a_tabby_cat_on_a_sofa(app: App) -> None:
    local = LocalEmbedder(timeout_seconds=60)
    with served(app, fake_doors(embedder=local)) as server, admin_of(app, server.url) as caller:
        known = {}
        for name, values in {"cat": CAT, "bridge": BRIDGE}.items():
            known[name] = caller.add_picture(picture(name), f"{name}-2041.png")
            see(app, known[name])
            describe(app, known[name], values, embedder=local)
        assert found(caller, "kitten") == [known["cat"]]
        assert found(caller, "kitten", tag="Brücke") == []


def lookalikes(caller: Caller, item_id: str) -> list[str]:
    return [one["id"] for one in caller.json(f"/api/media/{item_id}/lookalikes")["items"]]


def bits(ones: int) -> dict[str, Any]:
    """Return a fingerprint with its last bits set."""
    return {"fingerprint": "1" * 8 + "0" * (56 - ones) + "1" * ones}


def test_lookalikes_are_listed_most_alike_first(admin: Caller, app: App) -> None:
    one = completed(app, admin, 1, look=bits(0))
    near = completed(app, admin, 2, look=bits(3))
    nearest = completed(app, admin, 3, look=bits(1))
    completed(app, admin, 4, look=bits(40))
    assert lookalikes(admin, one) == [nearest, near]
    assert admin.json(f"/api/media/{one}/lookalikes")["next_cursor"] is None


def test_a_picture_without_a_fingerprint_has_no_lookalikes(admin: Caller, app: App) -> None:
    waiting = admin.add_picture(picture("waits"))
    flat = completed(app, admin, "flat", look={"fingerprint": None})
    assert lookalikes(admin, waiting) == lookalikes(admin, flat) == []


def test_lookalikes_are_of_one_s_own_workspace_and_there(admin: Caller, stranger: Caller, app: App) -> None:
    mine = completed(app, admin, 1, look=bits(0))
    theirs = completed(app, stranger, 1, look=bits(0))
    deleted = completed(app, admin, 2, look=bits(0))
    admin.http.delete(f"/api/media/{deleted}")
    assert lookalikes(admin, mine) == lookalikes(stranger, theirs) == []
    problem_of(stranger.http.get(f"/api/media/{mine}/lookalikes"), 404)


def test_lookalikes_are_found_among_many_of_another_workspace(admin: Caller, stranger: Caller, app: App) -> None:
    mine, twin = completed(app, admin, 1, look=bits(0)), completed(app, admin, 2, look=bits(6))
    crowd = completed(app, stranger, "crowd", look=bits(0))
    _copies(app, crowd, 1500)
    with app.database.transaction() as session:
        session.execute(
            text("SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)")
        )
        found_by_index = search.lookalikes(session, admin.workspace_id, bits(0)["fingerprint"], but=UUID(mine))
        assert [str(one.id) for one in found_by_index] == [twin]


def test_a_meaning_is_found_among_many_of_another_workspace(admin: Caller, stranger: Caller, app: App) -> None:
    mine = completed(app, admin, "mine", PLAIN | {"content": "a heron", "tags": ["heron"], "description": "y"})
    crowd = completed(app, stranger, "crowd", PLAIN | {"content": "a heron", "tags": ["heron"], "description": "y"})
    _copies(app, crowd, 600)
    change(app, Item, mine, filename="x.png", tags=[], description=None, analysis={})  # by meaning alone
    assert found(admin, "a heron") == [mine]


def _copies(app: App, item_id: str, number: int) -> None:
    """Copy a picture's row that often, as a crowd of another workspace's that looks nearly like it."""
    with app.database.transaction() as session:
        columns = [one.name for one in Item.__table__.columns if one.computed is None and one.name != "id"]
        values = ", ".join(NEARLY if name == "fingerprint" else name for name in columns)
        session.connection().exec_driver_sql(
            f"INSERT INTO media_items (id, {', '.join(columns)}) SELECT gen_random_uuid(), {values} "  # noqa: S608  # ours
            "FROM media_items, generate_series(1, %(number)s) n WHERE id = %(item)s",
            {"number": number, "item": item_id},
        )
