"""Folders of accounts elsewhere: tokens kept fresh, taken back, given anew, and seen by nobody."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import text

from pressroom.core.connections.actions import access_token, disconnect
from pressroom.core.connections.models import Connection
from pressroom.features.media.folders import rules
from pressroom.features.media.folders.actions.files import retry_files
from pressroom.features.media.folders.actions.keep import connect_folder
from pressroom.features.media.folders.actions.sync import resume_lost
from pressroom.features.media.folders.source import Sources
from pressroom.features.media.models import Folder, FolderKind, FolderStatus, Status
from pressroom.providers.describe import FakeDescriber
from pressroom.providers.doors import Doors
from pressroom.providers.oauth import OAuthProvider, google_oauth
from pressroom.providers.sources import source_for
from tests.doors import fake_doors
from tests.drive_server import DriveServer
from tests.media import Library, dot, wait_for
from tests.workflows.conftest import StartWorker

SOON = timedelta(hours=1)


@pytest.fixture
def drive() -> Iterator[DriveServer]:
    """Google, as far as we need it."""
    with DriveServer() as server:
        yield server


@pytest.fixture
def google(drive: DriveServer) -> OAuthProvider:
    """The way into its accounts."""
    return google_oauth(
        client_id=drive.sign_in.client_id,
        client_secret=drive.sign_in.client_secret,
        auth_url=drive.auth_url,
        token_url=drive.token_url,
        api_url=drive.api_url,
    )


@pytest.fixture
def doors(drive: DriveServer, google: OAuthProvider) -> Doors:
    """The real ways to it."""
    return replace(fake_doors(oauth=google), source=partial(source_for, api_url=drive.api_url, page_size=3))


@dataclass(frozen=True, slots=True)
class Account:
    """Ada's Drive with a folder of eight pictures, connected and added."""

    connection_id: UUID
    folder_id: UUID
    remote_id: str
    files: list[str]


@pytest.fixture
def seer() -> FakeDescriber:
    """What says what is to be seen."""
    return FakeDescriber()


@pytest.fixture
def account(
    library: Library, drive: DriveServer, doors: Doors, seer: FakeDescriber, start_worker: StartWorker
) -> Account:
    """The account, and a worker at work."""
    start_worker(doors=doors, seer=seer)
    access, refresh = drive.sign_in.grant()
    connection_id = library.connect(access, refresh, datetime.now(UTC) + SOON)
    remote_id = drive.add_folder("Pictures")
    files = [drive.add_file(f"{number}.png", dot(f"drive {number}"), remote_id) for number in range(8)]
    folder_id = library.folder(remote_id, kind=FolderKind.GOOGLE_DRIVE, connection_id=connection_id)
    return Account(connection_id, folder_id, remote_id, files)


def reconnect(library: Library, drive: DriveServer) -> int:
    """Connect the account again, as its button does; return how many syncs go on."""
    access, refresh = drive.sign_in.grant()
    connection_id = library.connect(access, refresh, datetime.now(UTC) + SOON)
    with library.session() as session:
        return resume_lost(session, library.app.durable, connection_id)


def expire(library: Library, connection_id: UUID) -> None:
    """Let the hour of a token pass by our own clock."""
    with library.session() as session:
        session.get_one(Connection, connection_id).token_expires_at = datetime.now(UTC) - SOON


def test_a_drive_folder_comes_into_the_library_and_later_only_its_changes(
    library: Library, drive: DriveServer, account: Account
) -> None:
    result = library.sync(account.folder_id)
    assert (result["total"], result["succeeded"]) == (8, 8)
    assert drive.asked("media") == 8
    assert {item.status for item in library.items()} == {Status.COMPLETED}
    drive.update_file(account.files[0], dot("changed"))
    drive.trash(account.files[1])
    drive.add_file("new.png", dot("new"), account.remote_id)
    listed = drive.asked("list")
    result = library.sync(account.folder_id)
    assert (result["total"], result["succeeded"], result["unchanged"]) == (2, 2, 6)
    assert (drive.asked("media"), drive.asked("list")) == (10, listed)


def test_an_expired_token_is_renewed_once_however_many_ask(
    library: Library, drive: DriveServer, google: OAuthProvider, account: Account
) -> None:
    expire(library, account.connection_id)
    app = library.app
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(access_token, app.database, app.vault, google, account.connection_id) for _ in range(8)]
        tokens = {one.result(20) for one in asked}
    assert len(tokens) == drive.asked("token") == 1
    assert tokens <= set(drive.sign_in.access)
    assert library.sync(account.folder_id)["succeeded"] == 8
    assert drive.asked("token") == 1


def test_a_token_refused_before_its_time_is_renewed_once(
    library: Library, drive: DriveServer, account: Account
) -> None:
    drive.expire_access_tokens()
    assert library.sync(account.folder_id)["succeeded"] == 8
    assert drive.asked("token") == 1


def test_a_token_refused_to_many_at_once_is_renewed_once(
    library: Library, drive: DriveServer, doors: Doors, account: Account
) -> None:
    drive.expire_access_tokens()
    sources = Sources(library.app.database, library.app.vault, doors)
    with ThreadPoolExecutor(6) as pool:
        asked = [
            pool.submit(
                sources.ask,
                FolderKind.GOOGLE_DRIVE,
                account.connection_id,
                lambda source: source.folder(account.remote_id).name,
            )
            for _ in range(6)
        ]
        assert {one.result(20) for one in asked} == {"Pictures"}
    assert drive.asked("token") == 1


def test_an_account_that_lets_nobody_in_any_more_is_lost_and_goes_on_once_reconnected(
    library: Library, drive: DriveServer, account: Account, seer: FakeDescriber
) -> None:
    seer.seconds = 0.3
    more = [drive.add_file(f"more {number}.png", dot(f"more {number}"), account.remote_id) for number in range(20)]
    library.begin(account.folder_id)
    wait_for(lambda: drive.asked("media") > 0)
    drive.revoke_tokens()
    result = library.synced(account.folder_id)
    folder, connection = library.state(account.folder_id), library.connection(account.connection_id)
    assert (folder.status, folder.error_code) == (FolderStatus.FAILED, "auth_lost")
    assert (connection.active, connection.last_error) == (False, folder.error)
    assert "Reconnect" in (folder.error or "")
    assert "found" in library.standing(account.folder_id).values()
    assert result["storage_failures"] == 0
    seer.seconds = 0.0
    assert reconnect(library, drive) == 1
    library.synced(account.folder_id)
    assert set(library.standing(account.folder_id).values()) == {"stored"}
    wait_for(lambda: {item.status for item in library.items()} == {Status.COMPLETED})
    assert len(library.items()) == 8 + len(more)
    assert library.connection(account.connection_id).active


def test_nothing_is_asked_with_a_connection_that_was_lost(
    library: Library, drive: DriveServer, account: Account
) -> None:
    drive.revoke_tokens()
    library.sync(account.folder_id)
    asked = len(drive.requests)
    library.sync(account.folder_id)
    assert library.state(account.folder_id).error_code == "auth_lost"
    assert len(drive.requests) == asked


def test_a_file_tried_again_while_the_account_is_lost_comes_once_it_is_back(
    library: Library, drive: DriveServer, account: Account
) -> None:
    drive.fail_next(account.files[3], times=1, status=403, reason="cannotDownloadFile")
    assert library.sync(account.folder_id)["storage_failures"] == 1
    drive.revoke_tokens()
    with library.session() as session:
        retry_files(session, library.app.durable, session.get_one(Folder, account.folder_id))
    library.synced(account.folder_id)
    assert library.state(account.folder_id).error_code == "auth_lost"
    assert reconnect(library, drive) == 1
    library.synced(account.folder_id)
    assert set(library.standing(account.folder_id).values()) == {"stored"}


def test_folders_of_a_disconnected_account_are_its_own_again_when_it_comes_back(
    library: Library, drive: DriveServer, google: OAuthProvider, account: Account
) -> None:
    library.sync(account.folder_id)
    with library.session() as session:
        disconnect(session, library.app.vault, google, session.get_one(Connection, account.connection_id))
    assert (drive.asked("revoke"), library.state(account.folder_id).connection_id) == (1, None)
    library.sync(account.folder_id)
    assert "no longer connected" in (library.state(account.folder_id).error or "")
    assert reconnect(library, drive) == 1
    result = library.synced(account.folder_id)
    assert (result["total"], result["unchanged"]) == (0, 8)
    assert library.state(account.folder_id).status is FolderStatus.IDLE


def test_with_another_account_all_of_a_folder_is_listed_and_nothing_fetched_again(
    library: Library, drive: DriveServer, account: Account
) -> None:
    library.sync(account.folder_id)
    access, refresh = drive.sign_in.grant()
    other = library.connect(access, refresh, datetime.now(UTC) + SOON, name="bea")
    listed, fetched = drive.asked("list"), drive.asked("media")
    with library.session() as session:
        connect_folder(session.get_one(Folder, account.folder_id), other)
    assert library.sync(account.folder_id)["unchanged"] == 8
    assert drive.asked("list") > listed
    assert drive.asked("media") == fetched


def test_a_limit_of_drive_s_is_waited_out(
    library: Library, drive: DriveServer, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FIRST_WAIT", 0.2)
    drive.fail_next("media", times=4, status=403, reason="userRateLimitExceeded")
    drive.fail_next("list", times=1, status=429, reason="rateLimitExceeded", retry_after="1")
    result = library.sync(account.folder_id)
    assert (result["total"], result["succeeded"]) == (8, 8)


@pytest.mark.parametrize("spoil", [DriveServer.corrupt, DriveServer.cut])
def test_bytes_that_come_wrong_once_are_fetched_again(
    library: Library, drive: DriveServer, account: Account, spoil: Callable[[DriveServer, str], None]
) -> None:
    spoil(drive, account.files[2])
    assert library.sync(account.folder_id)["succeeded"] == 8
    assert drive.asked("media") == 9


def test_tokens_are_in_no_run_and_no_line_of_the_log(
    library: Library, drive: DriveServer, account: Account, capfd: pytest.CaptureFixture[str]
) -> None:
    secrets = {*drive.sign_in.access, *drive.sign_in.refresh}
    drive.expire_access_tokens()
    library.sync(account.folder_id)
    secrets |= set(drive.sign_in.access)
    drive.revoke_tokens()
    library.sync(account.folder_id)
    reconnect(library, drive)
    library.synced(account.folder_id)
    secrets |= {*drive.sign_in.access, *drive.sign_in.refresh}
    assert len(secrets) == 5
    kept, logged = everything_kept(library), "".join(capfd.readouterr())
    assert "connection lost" in logged
    assert str(account.folder_id) in kept
    for secret in secrets:
        assert secret not in kept
        assert secret not in logged


def everything_kept(library: Library) -> str:
    """Return all rows of all tables, the engine's too, as one text."""
    with library.session() as session:
        tables = session.execute(
            text(
                "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables "
                "WHERE table_schema IN ('public', 'dbos') AND table_type = 'BASE TABLE'"
            )
        ).scalars()
        return "\n".join(
            row
            for table in tables.all()
            for row in session.execute(text(f"SELECT t::text FROM {table} t")).scalars()  # noqa: S608  # names of our own tables
        )
