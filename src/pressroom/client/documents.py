"""Documents, as a client asks for them."""

from http import HTTPStatus
from pathlib import Path
from types import NoneType

from typing_extensions import Unpack

from pressroom.client.calls import LONG_SECONDS, Call, File, Id
from pressroom.client.flows import Flow, watched
from pressroom.client.groups import Group, M, Request, Wait, through
from pressroom.client.models import (
    AcceptedUpload,
    DocumentList,
    DocumentOut,
    DocumentsStartedRun,
    ListDocuments,
    MetadataEdit,
    ReadAgain,
    RevisionList,
    RevisionOut,
)

HERE = "/api/documents"
ONE = f"{HERE}/{{document_id}}"
ENDS = frozenset({"completed", "failed"})


class Documents(Group[M]):
    """Files that are read, named and summarised."""

    @Request
    def upload(self, *files: File, force: bool = False) -> Call[AcceptedUpload]:
        """Add files, which are read behind the answer; one that is there already is named, unless it is forced."""
        return Call(
            method="POST",
            path=HERE,
            answer=AcceptedUpload,
            query={"force": force or None},
            files=("files", files),
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def list(self, /, **wanted: Unpack[ListDocuments]) -> Call[DocumentList]:
        """Return a page of documents, newest first; with `q`, best match first and with the places found."""
        return Call(method="GET", path=HERE, answer=DocumentList, query=wanted)

    each = through(list.describe)
    """Go through all documents that are wanted, page after page."""

    @Request
    def get(self, document_id: Id) -> Call[DocumentOut]:
        """Return one document."""
        return Call(method="GET", path=ONE, answer=DocumentOut, at={"document_id": document_id})

    @Wait
    def wait(self, document_id: Id, *, seconds: float | None = None) -> Flow[DocumentOut]:
        """Wait until a document is completed or failed; return it. Raises TimeoutError after `seconds`."""
        call = Call(method="GET", path=ONE, answer=DocumentOut, at={"document_id": document_id})
        return watched(call, self.carrier.patience, state=lambda one: one.status, ends=ENDS, seconds=seconds)

    @Request
    def text(self, document_id: Id) -> Call[str]:
        """Return its text, pages parted by form feeds."""
        return Call(method="GET", path=f"{ONE}/text", answer=str, at={"document_id": document_id})

    @Request
    def download(self, document_id: Id) -> Call[bytes]:
        """Return the file itself."""
        return Call(method="GET", path=f"{ONE}/original", answer=bytes, at={"document_id": document_id})

    @Request
    def save(self, document_id: Id, path: Path) -> Call[None]:
        """Write the file itself to a path of this machine."""
        return Call(
            method="GET", path=f"{ONE}/original", answer=NoneType, at={"document_id": document_id}, into=Path(path)
        )

    @Request
    def edit(self, document_id: Id, /, **words: Unpack[MetadataEdit]) -> Call[RevisionOut]:
        """Write one's own name, tags, summary or language down; what is left out stays."""
        return Call(
            method="PATCH", path=f"{ONE}/metadata", answer=RevisionOut, at={"document_id": document_id}, json=words
        )

    @Request
    def describe(self, document_id: Id, feedback: str | None = None) -> Call[RevisionOut]:
        """Have a document described anew, minding what was said of it; return that when it is done."""
        return Call(
            method="POST",
            path=f"{ONE}/metadata",
            answer=RevisionOut,
            at={"document_id": document_id},
            json={"feedback": feedback},
            keyed=True,
            seconds=LONG_SECONDS,
        )

    @Request
    def revisions(self, document_id: Id) -> Call[RevisionList]:
        """Return the newest three descriptions, newest first."""
        return Call(method="GET", path=f"{ONE}/revisions", answer=RevisionList, at={"document_id": document_id})

    @Request
    def read_again(self, document_id: Id, /, **how: Unpack[ReadAgain]) -> Call[DocumentsStartedRun]:
        """Have a document read anew, and described after; with `password`, an encrypted file."""
        return Call(
            method="POST",
            path=f"{ONE}/ocr",
            answer=DocumentsStartedRun,
            at={"document_id": document_id},
            json=how,
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def delete(self, document_id: Id) -> Call[None]:
        """Delete a document; it can be brought back for a day."""
        return Call(
            method="DELETE",
            path=ONE,
            answer=NoneType,
            at={"document_id": document_id},
            status=HTTPStatus.NO_CONTENT,
        )

    @Request
    def restore(self, document_id: Id) -> Call[DocumentOut]:
        """Bring a deleted document back."""
        return Call(method="POST", path=f"{ONE}/restore", answer=DocumentOut, at={"document_id": document_id})
