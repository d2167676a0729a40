"""The stories of a folder: looked through, each new file brought into the library by a run of its own."""

from datetime import datetime
from typing import Any, NoReturn

from dbos import DBOS

from pressroom.features.media.folders import steps
from pressroom.features.media.folders.actions import files, sync
from pressroom.features.media.workflows import see, tell
from pressroom.kernel.durable import Failure, RunFailed, pause, transaction, workflow
from pressroom.kernel.failure import AUTH_LOST, BUSY

finish_sync = transaction(sync.finish_sync)
fail_sync = transaction(sync.fail_sync)
break_off = transaction(sync.break_off)
record_failure = transaction(files.record_failure)
break_off_file = transaction(files.break_off)
hold = transaction(sync.hold_sync)


@workflow(when_broken=break_off)
def sync_folder(folder_id: str) -> dict[str, Any]:
    """Look through a folder, then bring every new file into the library and wait for what becomes of it."""
    find(folder_id)
    return finish(folder_id)


@workflow(when_broken=break_off)
def retry_files(folder_id: str) -> dict[str, Any]:
    """Bring the files into the library that failed to come, and wait for what becomes of them."""
    return finish(folder_id)


@workflow(when_broken=break_off_file)
def sync_file(file_id: str) -> None:
    """Store one file; if it is a new picture, see it and say what is to be seen."""
    match steps.fetch_file(file_id):
        case Failure() as failure:
            record_failure(file_id, failure)
            raise RunFailed(failure.reason)
        case {"media_id": str(media_id)}:
            see(media_id)
            tell(media_id, None)


@DBOS.workflow(name="sync_on_schedule")
def sync_on_schedule(_scheduled_at: datetime, context: dict[str, str]) -> None:
    """Start a folder's sync, when its time has come."""
    steps.begin_scheduled(context["folder_id"])


def find(folder_id: str) -> None:
    """Write down what the folder holds, page by page, letting a busy source rest."""
    while True:
        match steps.look_through(folder_id):
            case Failure(code=code) as failure if code == BUSY:
                pause(hold(folder_id, failure))
            case Failure() as failure:
                fail(folder_id, failure)
            case {"more": False}:
                return


def take(folder_id: str) -> None:
    """Have every file taken that is still to be done."""
    while True:
        match steps.carry_files(folder_id):
            case Failure() as failure:
                fail(folder_id, failure)
            case {"lost": str(reason)}:
                fail(folder_id, Failure(reason, AUTH_LOST))
            case {"left": False}:
                return
            case {"wait": float() | int() as seconds}:
                pause(seconds)


def finish(folder_id: str) -> dict[str, Any]:
    """Have every file taken, also those that a person has tried again meanwhile; return the result."""
    result = None
    while result is None:
        take(folder_id)
        result = finish_sync(folder_id)
    return result


def fail(folder_id: str, failure: Failure) -> NoReturn:
    """Write the failure down and end the sync with its reason."""
    fail_sync(folder_id, failure)
    raise RunFailed(failure.reason)
