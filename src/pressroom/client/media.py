"""Pictures, as a client asks for them."""

from http import HTTPStatus
from pathlib import Path
from types import NoneType

from typing_extensions import Unpack

from pressroom.client.calls import LONG_SECONDS, Call, File, Id
from pressroom.client.flows import Flow, watched
from pressroom.client.groups import Group, M, Request, Wait, through
from pressroom.client.models import (
    AcceptedPictures,
    ItemEdit,
    ItemList,
    ItemOut,
    ListMedia,
    MediaStatus,
    RevisionOut,
)

HERE = "/api/media"
ONE = f"{HERE}/{{item_id}}"
ENDS = frozenset({"completed", "failed"})


class Media(Group[M]):
    """Pictures that are looked at and described."""

    @Request
    def upload(self, *files: File) -> Call[AcceptedPictures]:
        """Add pictures, which are looked at behind the answer."""
        return Call(
            method="POST",
            path=HERE,
            answer=AcceptedPictures,
            files=("files", files),
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def list(self, /, **wanted: Unpack[ListMedia]) -> Call[ItemList]:
        """Return a page of pictures, newest first; with `q`, best match first."""
        return Call(method="GET", path=HERE, answer=ItemList, query=wanted)

    each = through(list.describe)
    """Go through all pictures that are wanted, page after page."""

    @Request
    def counts(self) -> Call[MediaStatus]:
        """Return how many pictures there are of each status, and those completed last."""
        return Call(method="GET", path=f"{HERE}/status", answer=MediaStatus)

    @Request
    def get(self, item_id: Id) -> Call[ItemOut]:
        """Return one picture."""
        return Call(method="GET", path=ONE, answer=ItemOut, at={"item_id": item_id})

    @Wait
    def wait(self, item_id: Id, *, seconds: float | None = None) -> Flow[ItemOut]:
        """Wait until a picture is completed or failed; return it. Raises TimeoutError after `seconds`."""
        call = Call(method="GET", path=ONE, answer=ItemOut, at={"item_id": item_id})
        return watched(call, self.carrier.patience, state=lambda one: one.status, ends=ENDS, seconds=seconds)

    @Request
    def download(self, item_id: Id) -> Call[bytes]:
        """Return the picture's file."""
        return Call(method="GET", path=f"{ONE}/original", answer=bytes, at={"item_id": item_id})

    @Request
    def save(self, item_id: Id, path: Path) -> Call[None]:
        """Write the picture's file to a path of this machine."""
        return Call(method="GET", path=f"{ONE}/original", answer=NoneType, at={"item_id": item_id}, into=Path(path))

    @Request
    def edit(self, item_id: Id, /, **words: Unpack[ItemEdit]) -> Call[RevisionOut]:
        """Write one's own words about a picture down; what is left out stays."""
        return Call(method="PATCH", path=f"{ONE}/metadata", answer=RevisionOut, at={"item_id": item_id}, json=words)

    @Request
    def describe(self, item_id: Id, feedback: str | None = None) -> Call[RevisionOut]:
        """Have a picture described anew, minding what was said of it; return that when it is done."""
        return Call(
            method="POST",
            path=f"{ONE}/metadata",
            answer=RevisionOut,
            at={"item_id": item_id},
            json={"feedback": feedback},
            keyed=True,
            seconds=LONG_SECONDS,
        )

    @Request
    def delete(self, item_id: Id) -> Call[None]:
        """Delete a picture; it can be brought back for a day."""
        return Call(method="DELETE", path=ONE, answer=NoneType, at={"item_id": item_id}, status=HTTPStatus.NO_CONTENT)

    @Request
    def restore(self, item_id: Id) -> Call[ItemOut]:
        """Bring a deleted picture back."""
        return Call(method="POST", path=f"{ONE}/restore", answer=ItemOut, at={"item_id": item_id})
