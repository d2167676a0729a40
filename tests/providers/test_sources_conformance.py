"""What every source promises, held to by all: in memory, on a disk, in a Drive and in a shared drive."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pressroom.kernel.errors import NotFound
from pressroom.providers.sources import Found
from tests.providers.shelves import SHELVES, Library, Shelf


@pytest.fixture(params=SHELVES)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    """A place to fill."""
    with SHELVES[request.param](tmp_path) as shelf:
        yield shelf


def library_of(shelf: Shelf, *, deep: bool = False) -> Library:
    return Library(shelf.source, shelf.place(deep=deep))


def content_of(shelf: Shelf, file: Found) -> bytes:
    into = io.BytesIO()
    shelf.source.fetch(shelf.place(deep=True), file, into)
    return into.getvalue()


def test_a_listing_gives_every_file_once_in_pages(shelf: Shelf) -> None:
    for number in range(7):
        shelf.put(f"{number}.png", b"x" * number)
    library = library_of(shelf)
    library.sync()
    assert library.paths == [f"{number}.png" for number in range(7)]
    assert sum(len(look.files) for look in library.looks) == 7
    assert len(library.looks) >= 3
    assert all(look.is_full for look in library.looks)


def test_a_file_found_says_what_it_is(shelf: Shelf) -> None:
    shelf.put("a.png", b"abc")
    (found,) = library_of(shelf).sync()
    assert (found.name, found.path, found.mime, found.size, found.skip) == ("a.png", "", "image/png", 3, None)
    assert found.modified_at is not None
    assert found.modified_at.tzinfo is not None


def test_a_second_sync_finds_only_what_is_new_or_changed(shelf: Shelf) -> None:
    for name in ("a", "b", "c"):
        shelf.put(f"{name}.png", name.encode())
    library = library_of(shelf)
    library.sync()
    assert library.sync() == []
    shelf.put("d.png", b"d")
    shelf.replace("b.png", b"other")
    assert sorted(file.name for file in library.sync()) == ["b.png", "d.png"]
    assert library.paths == ["a.png", "b.png", "c.png", "d.png"]
    assert library.sync() == []


def test_what_is_taken_away_is_gone_after_the_next_sync(shelf: Shelf) -> None:
    for name in ("a", "b", "c"):
        shelf.put(f"{name}.png", name.encode())
    library = library_of(shelf)
    library.sync()
    shelf.take_away("b.png")
    library.sync()
    assert library.paths == ["a.png", "c.png"]


def test_folders_in_the_folder_count_by_choice(shelf: Shelf) -> None:
    for path in ("a.png", "one/b.png", "one/two/c.png", "three/d.png"):
        shelf.put(path, path.encode())
    flat, deep = library_of(shelf), library_of(shelf, deep=True)
    flat.sync()
    deep.sync()
    assert flat.paths == ["a.png"]
    assert deep.paths == ["a.png", "one/b.png", "one/two/c.png", "three/d.png"]


def test_a_folder_that_comes_later_is_looked_into(shelf: Shelf) -> None:
    shelf.put("a.png", b"a")
    library = library_of(shelf, deep=True)
    library.sync()
    shelf.put("new/b.png", b"b")
    assert [file.path for file in library.sync()] == ["new"]
    shelf.put("new/c.png", b"c")
    assert [file.name for file in library.sync()] == ["c.png"]
    assert library.paths == ["a.png", "new/b.png", "new/c.png"]


def test_the_same_name_in_two_folders_is_two_files(shelf: Shelf) -> None:
    shelf.put("one/a.png", b"1")
    shelf.put("two/a.png", b"2")
    files = library_of(shelf, deep=True).sync()
    assert len({file.id for file in files}) == 2
    assert sorted(content_of(shelf, file) for file in files) == [b"1", b"2"]


def test_a_folder_with_nothing_in_it_is_listed_at_once(shelf: Shelf) -> None:
    library = library_of(shelf)
    assert library.sync() == []
    assert [look.is_last for look in library.looks] == [True]


def test_a_position_is_json_and_may_be_given_twice(shelf: Shelf) -> None:
    for number in range(5):
        shelf.put(f"{number}.png", bytes([number]))
    first = shelf.source.look(shelf.place(), None)
    position = json.loads(json.dumps(first.position))
    once, again = (shelf.source.look(shelf.place(), position) for _ in range(2))
    assert once == again
    assert once.files[0].id not in {file.id for file in first.files}


def test_the_bytes_of_a_file_arrive_as_they_are(shelf: Shelf) -> None:
    content = bytes(range(256)) * 5000
    shelf.put("big.png", content)
    (found,) = library_of(shelf).sync()
    assert content_of(shelf, found) == content


def test_an_empty_file_arrives_empty(shelf: Shelf) -> None:
    shelf.put("empty.png", b"")
    (found,) = library_of(shelf).sync()
    assert (found.size, content_of(shelf, found)) == (0, b"")


def test_a_file_gone_meanwhile_is_not_found(shelf: Shelf) -> None:
    shelf.put("a.png", b"a")
    (found,) = library_of(shelf).sync()
    shelf.vanish()
    with pytest.raises(NotFound):
        content_of(shelf, found)


def test_a_place_that_is_gone_is_not_found(shelf: Shelf) -> None:
    for number in range(5):
        shelf.put(f"{number}.png", bytes([number]))
    place = shelf.place()
    position = shelf.source.look(place, None).position
    shelf.vanish()
    for begun in (None, position):
        with pytest.raises(NotFound):
            shelf.source.look(place, begun)
    with pytest.raises(NotFound):
        shelf.source.folder(place.id)


def test_folders_can_be_walked_down_from_one(shelf: Shelf) -> None:
    shelf.put("one/two/c.png", b"c")
    place = shelf.place()
    (one,) = shelf.source.folders(place.id)
    (two,) = shelf.source.folders(one.id)
    assert [one.name, two.name, shelf.source.folder(two.id).name] == ["one", "two", "two"]
    assert shelf.source.folders(two.id) == []
