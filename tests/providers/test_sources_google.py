"""What Drive alone has: shortcuts, moves, a feed of changes that may end, quotas, and bytes that come wrong."""

import io
import json
from collections.abc import Iterator

import pytest

from pressroom.kernel.errors import NotFound
from pressroom.providers.sources import Found, Place, source_for
from pressroom.providers.sources.google_position import Position
from tests.drive_server import DriveServer
from tests.providers.shelves import DriveShelf, Library


@pytest.fixture
def server() -> Iterator[DriveServer]:
    """A Drive of the test's own."""
    with DriveServer() as server:
        yield server


@pytest.fixture
def shelf(server: DriveServer) -> DriveShelf:
    """A folder in it, with a sub-folder."""
    shelf = DriveShelf(server)
    shelf.put("a.png", b"a")
    shelf.put("sub/b.png", b"b")
    return shelf


@pytest.fixture
def library(shelf: DriveShelf) -> Library:
    """The folder, synced with its sub-folder."""
    library = Library(shelf.source, shelf.place(deep=True))
    library.sync()
    return library


def fetched(shelf: DriveShelf, file: Found) -> bytes:
    into = io.BytesIO()
    shelf.source.fetch(shelf.place(), file, into)
    return into.getvalue()


def is_full(library: Library) -> bool:
    library.sync()
    return library.looks[-1].is_full


def test_the_second_sync_asks_for_changes_and_lists_nothing(server: DriveServer, library: Library) -> None:
    before = server.asked("list")
    assert not is_full(library)
    assert server.asked("list") == before


def test_only_pictures_are_asked_for(server: DriveServer, shelf: DriveShelf) -> None:
    folder = shelf.ids[""]
    server.add_file("letter.pdf", b"%PDF", folder, mime="application/pdf")
    server.add_file("notes", b"", folder, mime="application/vnd.google-apps.document")
    binned = server.add_file("old.png", b"old", folder)
    server.trash(binned)
    library = Library(shelf.source, shelf.place())
    library.sync()
    assert library.paths == ["a.png"]


def test_a_listing_begun_before_a_change_is_completed_by_the_next_sync(server: DriveServer, shelf: DriveShelf) -> None:
    for number in range(90):
        shelf.put(f"{number}.png", bytes([number]))
    first = shelf.source.look(shelf.place(), None)
    server.update_file(first.files[0].id, b"changed in mid-listing")
    library = Library(shelf.source, shelf.place(), first.position)
    library.sync()
    library.sync()
    assert library.files[first.files[0].id].size == len(b"changed in mid-listing")


def test_a_shortcut_to_a_picture_is_the_picture(server: DriveServer, shelf: DriveShelf) -> None:
    elsewhere = server.add_file("far.png", b"far away")
    server.add_shortcut("near", elsewhere, shelf.ids[""])
    server.add_shortcut("twice", elsewhere, shelf.ids[""])
    library = Library(shelf.source, shelf.place())
    found = {file.id: file for file in library.sync()}
    assert set(found) == {shelf.ids["a.png"], elsewhere}
    assert fetched(shelf, found[elsewhere]) == b"far away"
    server.update_file(elsewhere, b"farther")
    assert [file.id for file in library.sync()] == [elsewhere]


def test_a_shortcut_that_leads_nowhere_is_skipped_with_its_reason(server: DriveServer, shelf: DriveShelf) -> None:
    lost, binned = server.add_file("lost.png", b"1"), server.add_file("binned.png", b"2")
    for target in (lost, binned):
        server.add_shortcut("link", target, shelf.ids[""])
    server.remove(lost)
    server.trash(binned)
    reasons = {file.id: file.skip for file in Library(shelf.source, shelf.place()).sync()}
    assert reasons[lost] == "what it leads to is not there, or not shared with this account"
    assert reasons[binned] == "what it leads to is in the bin"


def test_shortcuts_to_folders_are_followed_but_never_in_circles(server: DriveServer, shelf: DriveShelf) -> None:
    other = server.add_folder("Other")
    server.add_file("c.png", b"c", other)
    server.add_shortcut("to other", other, shelf.ids["sub"])
    server.add_shortcut("back up", shelf.ids[""], other)
    library = Library(shelf.source, shelf.place(deep=True))
    library.sync()
    assert library.paths == ["a.png", "sub/b.png", "sub/to other/c.png"]


def test_a_file_moved_out_is_gone_and_moved_in_is_found(
    server: DriveServer, shelf: DriveShelf, library: Library
) -> None:
    elsewhere = server.add_file("x.png", b"x")
    server.move(shelf.ids["a.png"], server.root)
    server.move(elsewhere, shelf.ids["sub"])
    assert [file.path for file in library.sync()] == ["sub"]
    assert library.paths == ["sub/b.png", "sub/x.png"]
    assert not library.looks[-1].is_full


def test_a_file_that_changed_often_is_told_once(server: DriveServer, shelf: DriveShelf, library: Library) -> None:
    for number in range(5):
        server.update_file(shelf.ids["a.png"], bytes([number]))
    assert len(library.sync()) == 1


def test_a_folder_renamed_moved_binned_or_new_is_listed_anew(
    server: DriveServer, shelf: DriveShelf, library: Library
) -> None:
    server.rename(shelf.ids["sub"], "renamed")
    assert is_full(library)
    assert library.paths == ["a.png", "renamed/b.png"]
    server.add_folder("empty", shelf.ids["sub"])
    assert is_full(library)
    server.trash(shelf.ids["sub"])
    assert is_full(library)
    assert library.paths == ["a.png"]


def test_a_folder_elsewhere_is_no_matter(server: DriveServer, library: Library) -> None:
    server.rename(server.add_folder("Elsewhere"), "Elsewhere else")
    assert not is_full(library)


def test_a_feed_of_changes_that_ended_is_replaced_by_a_listing(
    server: DriveServer, shelf: DriveShelf, library: Library
) -> None:
    server.trash(shelf.ids["a.png"])
    server.expire_change_tokens()
    assert is_full(library)
    assert library.paths == ["sub/b.png"]
    assert not is_full(library)


def test_asking_for_sub_folders_after_all_lists_anew(shelf: DriveShelf) -> None:
    flat = Library(shelf.source, shelf.place())
    flat.sync()
    deep = Library(shelf.source, shelf.place(deep=True), flat.position)
    deep.sync()
    assert deep.paths == ["a.png", "sub/b.png"]


def test_a_page_token_that_ended_in_mid_listing_begins_that_folder_again(
    server: DriveServer, shelf: DriveShelf
) -> None:
    for number in range(60):
        shelf.put(f"{number}.png", bytes([number]))
    library = Library(shelf.source, shelf.place(), shelf.source.look(shelf.place(), None).position)
    server.fail_next("list", status=400, reason="invalid")
    library.sync()
    assert len(library.paths) == 61


def test_the_bin_is_no_place(server: DriveServer, shelf: DriveShelf, library: Library) -> None:
    server.trash(shelf.ids[""])
    with pytest.raises(NotFound, match="in the bin"):
        library.sync()


def test_the_top_offers_my_drive_shared_drives_and_shared_folders(server: DriveServer, shelf: DriveShelf) -> None:
    drive = server.add_drive("Studio")
    server.add_folder("Album", drive)
    server.add_folder("From Grace", shared_with_me=True)
    top = shelf.source.folders(None)
    assert [(one.name, one.drive_id) for one in top] == [("My Drive", None), ("Studio", drive), ("From Grace", None)]
    (album,) = shelf.source.folders(drive)
    assert (album.name, album.drive_id) == ("Album", drive)
    assert shelf.source.folder(drive).name == "Studio"
    assert [one.name for one in shelf.source.folders(None, query="alb")] == ["Album"]
    assert shelf.source.folders(None, query="O'Hara \\ 'x") == []


def test_a_file_is_no_folder(shelf: DriveShelf) -> None:
    with pytest.raises(NotFound, match="not a folder"):
        shelf.source.folder(shelf.ids["a.png"])


def test_many_folders_are_listed_in_few_looks_with_many_requests(server: DriveServer) -> None:
    top = server.add_folder("Top")
    for number in range(50):
        server.add_file("a.png", bytes([number]), server.add_folder(f"Album {number}", top))
    access, _ = server.sign_in.grant()
    library = Library(
        source_for("google_drive", token=lambda: access, api_url=server.api_url),
        Place(id=top, include_subfolders=True),
    )
    assert len(library.sync()) == 50
    assert len(library.looks) == 3


@pytest.mark.parametrize(("folders", "largest", "remembers"), [(2000, 150_000, "all"), (10_000, 800_000, "no more")])
def test_a_position_remembers_the_whole_tree_while_that_is_small(folders: int, largest: int, remembers: str) -> None:
    position = Position.start("0" * 33, deep=True, token="1")
    for number in range(1, folders):
        position.add_folder(f"{number:033}", f"Pictures/Year {number % 10}/Album {number}")
        if number % 1000 == 0:
            position.advance("the next page")
    assert len(json.dumps(position.write())) < largest
    while not position.is_listed:
        position.advance(None)
    assert bool(position.write()) is (remembers == "all")


def test_a_folder_met_again_is_not_listed_again_and_a_position_is_not_changed_by_reading_it() -> None:
    position = Position.start("top", deep=True, token="1")
    position.add_folder("sub", "sub")
    position.add_folder("top", "sub/back up")
    written = position.write()
    again = Position.read(written, top="top", deep=True)
    assert again is not None
    again.add_link("shortcut", "target")
    again.add_folder("new", "new")
    assert again.folders == [("top", ""), ("sub", "sub"), ("new", "new")]
    assert written == position.write()
