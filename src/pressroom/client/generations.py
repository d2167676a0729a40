"""Generations, as a client asks for them."""

from http import HTTPStatus
from pathlib import Path
from types import NoneType
from typing import Literal

from typing_extensions import Unpack

from pressroom.client.calls import Call, File, Id
from pressroom.client.flows import Flow, watched
from pressroom.client.groups import Group, M, Request, Wait, through
from pressroom.client.models import (
    GenerationList,
    GenerationOut,
    ListGenerations,
    StartedGeneration,
    StyleList,
)

HERE = "/api/generations"
ONE = f"{HERE}/{{generation_id}}"
ENDS = frozenset({"completed", "failed"})


class Generations(Group[M]):
    """Pictures made of photos, in a style; each takes a credit of whoever the token belongs to."""

    @Request
    def styles(self) -> Call[StyleList]:
        """Return the styles there are."""
        return Call(method="GET", path="/api/styles", answer=StyleList)

    @Request
    def start(self, photo: File, *, style: str = "plushie") -> Call[StartedGeneration]:
        """Have a picture made of a photo; refused where no credit is left, or five are under way."""
        return Call(
            method="POST",
            path=HERE,
            answer=StartedGeneration,
            files=("file", [photo]),
            form={"style": style},
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def start_from(self, item_id: Id, *, style: str = "plushie") -> Call[StartedGeneration]:
        """Have a picture made of one in the library."""
        return Call(
            method="POST",
            path="/api/media/{item_id}/generations",
            answer=StartedGeneration,
            at={"item_id": item_id},
            json={"style": style},
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def list(self, /, **wanted: Unpack[ListGenerations]) -> Call[GenerationList]:
        """Return a page of generations, newest first."""
        return Call(method="GET", path=HERE, answer=GenerationList, query=wanted)

    each = through(list.describe)
    """Go through all generations that are wanted, page after page."""

    @Request
    def get(self, generation_id: Id) -> Call[GenerationOut]:
        """Return one generation."""
        return Call(method="GET", path=ONE, answer=GenerationOut, at={"generation_id": generation_id})

    @Wait
    def wait(self, generation_id: Id, *, seconds: float | None = None) -> Flow[GenerationOut]:
        """Wait until a generation is completed or failed; return it. Raises TimeoutError after `seconds`."""
        call = Call(method="GET", path=ONE, answer=GenerationOut, at={"generation_id": generation_id})
        return watched(call, self.carrier.patience, state=lambda one: one.status, ends=ENDS, seconds=seconds)

    @Request
    def retry(self, generation_id: Id) -> Call[StartedGeneration]:
        """Try a failed generation again, without its photo being sent again."""
        return Call(
            method="POST",
            path=f"{ONE}/retry",
            answer=StartedGeneration,
            at={"generation_id": generation_id},
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def save(self, generation_id: Id, path: Path, *, which: Literal["original", "result"] = "result") -> Call[None]:
        """Write the picture, or the photo it was made of, to a path of this machine."""
        return Call(
            method="GET",
            path=f"{ONE}/{{which}}",
            answer=NoneType,
            at={"generation_id": generation_id, "which": which},
            into=Path(path),
        )

    @Request
    def delete(self, generation_id: Id) -> Call[None]:
        """Delete a generation; it can be brought back for a day."""
        return Call(
            method="DELETE",
            path=ONE,
            answer=NoneType,
            at={"generation_id": generation_id},
            status=HTTPStatus.NO_CONTENT,
        )

    @Request
    def restore(self, generation_id: Id) -> Call[GenerationOut]:
        """Bring a deleted generation back."""
        return Call(method="POST", path=f"{ONE}/restore", answer=GenerationOut, at={"generation_id": generation_id})
