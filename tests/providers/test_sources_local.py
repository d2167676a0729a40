"""What a folder on a disk alone has: links, litter, names of any bytes, and files still being written."""

import io
import os
import time
from pathlib import Path

import pytest

from pressroom.kernel.errors import Invalid, NotFound, ProviderBusy
from pressroom.providers.sources import Found, LocalFolder, Place
from tests.providers.shelves import DiskShelf, Library


@pytest.fixture
def shelf(tmp_path: Path) -> DiskShelf:
    """An empty folder."""
    return DiskShelf(tmp_path / "pictures")


def listed(shelf: DiskShelf) -> dict[str, Found]:
    library = Library(shelf.source, shelf.place(deep=True))
    library.sync()
    return library.files


def test_litter_and_hidden_files_are_left_out_silently(shelf: DiskShelf) -> None:
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", ".hidden.png", ".git/a.png", "a.png"):
        shelf.put(name, b"x")
    assert list(listed(shelf)) == ["a.png"]


def test_what_is_no_picture_is_skipped_with_its_reason(shelf: DiskShelf) -> None:
    for name in ("a.pdf", "b.HEIC", "c.avif", "d.webp", "e.unknown", "f"):
        shelf.put(name, b"x")
    files = listed(shelf)
    assert files["a.pdf"].skip == "application/pdf is not a picture"
    assert {name: file.mime for name, file in files.items() if file.skip is None} == {
        "b.HEIC": "image/heic",
        "c.avif": "image/avif",
        "d.webp": "image/webp",
        "e.unknown": None,
        "f": None,
    }


def test_links_never_lead_in_circles_or_out_of_the_folder(shelf: DiskShelf, tmp_path: Path) -> None:
    shelf.put("sub/a.png", b"x")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.png").write_bytes(b"x")
    (shelf.top / "sub" / "up").symlink_to(shelf.top)
    (shelf.top / "out").symlink_to(tmp_path / "outside")
    (shelf.top / "broken.png").symlink_to(tmp_path / "nowhere")
    (shelf.top / "itself").symlink_to(shelf.top / "itself")
    reasons = {name: file.skip for name, file in listed(shelf).items()}
    assert reasons == {
        "sub/a.png": None,
        "sub/up": "a link to a folder; links are not followed",
        "out": "a link to a folder; links are not followed",
        "broken.png": "a link that leads nowhere",
        "itself": "a link that leads nowhere",
    }


def test_a_link_to_a_file_outside_the_folder_is_not_taken(shelf: DiskShelf, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    shelf.put("a.png", b"a")
    (shelf.top / "link.png").symlink_to(tmp_path / "secret.png")
    (shelf.top / "same.png").symlink_to(shelf.top / "a.png")
    reasons = {name: file.skip for name, file in listed(shelf).items()}
    assert reasons["link.png"] == "a link out of the folder; links are not followed"
    assert reasons["same.png"] is None


def test_a_file_still_being_written_waits_for_the_next_sync(shelf: DiskShelf) -> None:
    shelf.put("a.png", b"half")
    os.utime(shelf.top / "a.png")
    library = Library(LocalFolder(), shelf.place())
    (found,) = library.sync()
    assert found.skip == "still being written; it is taken at the next sync"
    settled = time.time() - 3
    os.utime(shelf.top / "a.png", (settled, settled))
    (found,) = library.sync()
    assert found.skip is None
    assert library.sync() == []


def test_a_file_changed_since_it_was_found_is_not_taken_for_the_old_one(shelf: DiskShelf) -> None:
    shelf.put("a.png", b"a")
    (found,) = listed(shelf).values()
    shelf.put("a.png", b"other")
    with pytest.raises(ProviderBusy, match="changed"):
        shelf.source.fetch(shelf.place(), found, io.BytesIO())


def test_a_file_that_changes_while_it_is_read_is_not_taken(shelf: DiskShelf) -> None:
    shelf.put("a.png", b"a")
    (found,) = listed(shelf).values()

    class Meddling(io.BytesIO):
        def write(self, chunk: bytes, /) -> int:  # type: ignore[override]  # bytes are all that comes
            shelf.put("a.png", b"b")
            return super().write(chunk)

    with pytest.raises(ProviderBusy, match="changed"):
        shelf.source.fetch(shelf.place(), found, Meddling())


def test_names_that_are_no_text_are_told_and_do_not_stop_the_rest(shelf: DiskShelf) -> None:
    for name in (b"caf\xe9.png", b"z.png"):
        (Path(os.fsdecode(os.fsencode(shelf.top) + b"/" + name))).write_bytes(b"x")
    files = listed(shelf)
    assert "z.png" in files
    (odd,) = (file for file in files.values() if file.name != "z.png")
    assert odd.skip is not None
    assert "UTF-8" in odd.skip
    odd.id.encode()


def test_a_deep_and_wide_tree_needs_only_a_path_to_go_on_from(shelf: DiskShelf) -> None:
    deep = "/".join(["d"] * 200)
    for number in range(5):
        shelf.put(f"{deep}/{number}.png", b"x")
        shelf.put(f"w{number}/a.png", b"x")
    library = Library(shelf.source, shelf.place(deep=True))
    library.sync()
    assert len(library.paths) == 10
    assert sum(len(look.files) for look in library.looks) == 10
    assert all(set(look.position) <= {"after"} for look in library.looks)


def test_a_folder_removed_in_mid_listing_does_not_end_it(shelf: DiskShelf) -> None:
    for path in ("a/1.png", "a/2.png", "a/3.png", "b/1.png"):
        shelf.put(path, b"x")
    first = shelf.source.look(shelf.place(deep=True), None)
    for number in (1, 2, 3):
        shelf.take_away(f"a/{number}.png")
    (shelf.top / "a").rmdir()
    rest = Library(shelf.source, shelf.place(deep=True), first.position)
    rest.sync()
    assert rest.paths == ["b/1.png"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told(shelf: DiskShelf) -> None:
    shelf.put("closed/a.png", b"x")
    shelf.put("z.png", b"x")
    (shelf.top / "closed").chmod(0)
    try:
        reasons = {name: file.skip for name, file in listed(shelf).items()}
    finally:
        (shelf.top / "closed").chmod(0o700)
    assert reasons == {"closed/": "this folder may not be read", "z.png": None}


def test_a_path_cannot_climb_out(shelf: DiskShelf, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    shelf.put("a.png", b"a")
    (found,) = listed(shelf).values()
    for path in ("../secret.png", "/etc/passwd"):
        climbing = Found(**{name: getattr(found, name) for name in Found.__slots__} | {"id": path})
        with pytest.raises(Invalid):
            shelf.source.fetch(shelf.place(), climbing, io.BytesIO())


def test_a_place_is_an_absolute_path_of_a_folder(shelf: DiskShelf) -> None:
    shelf.put("a.png", b"a")
    with pytest.raises(Invalid):
        shelf.source.look(Place(id="pictures"), None)
    with pytest.raises(NotFound):
        shelf.source.look(Place(id=str(shelf.top / "a.png")), None)
