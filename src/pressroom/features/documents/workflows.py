"""The stories of a document: read and described, described anew, let go."""

from datetime import datetime
from typing import NoReturn

from dbos import DBOS

from pressroom.core.runs.pausing import affordable
from pressroom.features.documents import steps
from pressroom.features.documents.actions import progress, remove
from pressroom.features.documents.models import Stage
from pressroom.features.documents.rules import chunks
from pressroom.kernel.durable import Failure, RunFailed, transaction, workflow

count_pages = transaction(progress.count_pages)
finish_reading = transaction(progress.finish_reading)
record_description = transaction(progress.record_description)
record_failure = transaction(progress.record_failure)
purge_deleted = transaction(remove.purge_deleted)
break_off = transaction(progress.break_off)


@workflow(when_broken=break_off)
def process_document(document_id: str) -> None:
    """Read a document page by page, then name, tag and summarise it."""
    match steps.inspect(document_id):
        case Failure() as failure:
            fail(document_id, Stage.READING, failure)
        case contents:
            read(document_id, contents["pages"], contents["title"])
    finish_reading(document_id)
    tell(document_id, None)


@workflow(when_broken=break_off)
def describe_document(document_id: str, feedback: str | None) -> None:
    """Name, tag and summarise a document that has been read, minding what a person said."""
    tell(document_id, feedback)


@DBOS.workflow(name="purge_documents")
def purge_documents(_scheduled_at: datetime, _context: object) -> None:
    """Let documents go that were deleted over a day ago, and the files that nothing uses any more."""
    steps.delete_files(purge_deleted())


def read(document_id: str, pages: int, title: str | None) -> None:
    """Read every page, some at a time, if the month has room for them."""
    if refusal := count_pages(document_id, pages, steps.monthly_pages(), title):
        fail(document_id, Stage.READING, refusal)
    for first, last in chunks(pages):
        match steps.read_pages(document_id, first, last):
            case Failure() as failure:
                fail(document_id, Stage.READING, failure)


def tell(document_id: str, feedback: str | None) -> None:
    """Describe, and write the answer down; the text stays usable if that fails."""
    match affordable(steps.describe, document_id, feedback):
        case Failure() as failure:
            fail(document_id, Stage.DESCRIBING, failure)
        case answer:
            record_description(document_id, answer, feedback)


def fail(document_id: str, stage: Stage, failure: Failure) -> NoReturn:
    """Write the failure down and end the run with its reason."""
    record_failure(document_id, stage, failure)
    raise RunFailed(failure.reason)
