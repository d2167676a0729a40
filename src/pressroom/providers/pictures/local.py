"""Decodes pictures on this machine, in child processes: a file that crashes its decoder harms nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pressroom.kernel.errors import UnsupportedType
from pressroom.kernel.processes import Length, run_apart
from pressroom.providers.files.parsing import parse
from pressroom.providers.pictures.picture import Developed, Limits
from pressroom.providers.pictures.sniff import ACCEPTED, ACCEPTED_IN_WORDS, CONVERTED

DEVELOPING = "pressroom.providers.pictures.developing"
CONVERTING = "pressroom.providers.pictures.converting"
"""Named, not imported: decoders are loaded in child processes only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPictureReader:
    """A `PictureReader` with Pillow and libheif, run apart."""

    limits: Limits = field(default_factory=Limits)
    seconds: float = 60.0
    """The longest one picture may take."""
    ahead: Sequence[str] = ()
    """What the work after developing needs, for a child process to load meanwhile."""

    def develop(self, path: Path, mime: str) -> Developed:
        """Return the picture ready to be shown, compared and searched."""
        _require_accepted(mime)
        developed: Developed = self._run(DEVELOPING, "develop", path, mime, self.limits, ahead=self.ahead)
        return developed

    def convert(self, path: Path, mime: str, *, to: str, long_side: int | None = None) -> bytes:
        """Return the picture as JPEG, PNG or WebP, at most `long_side` px long."""
        _require_accepted(mime)
        if to not in CONVERTED:
            raise UnsupportedType(f"Pictures are converted to JPEG, PNG or WebP, not {to}.", code="unsupported")
        converted: bytes = self._run(CONVERTING, "convert", path, mime, self.limits, to, long_side)
        return converted

    def pin_picture(self, path: Path, mime: str, *, pad: bool) -> bytes:
        """Return the picture as a JPEG of exactly two to three, its middle cut out or padded."""
        _require_accepted(mime)
        shaped: bytes = self._run(CONVERTING, "pin_picture", path, mime, self.limits, pad)
        return shaped

    def preparation(self) -> Callable[[], object]:
        """Return what a child process may run before its first picture, to be quicker then."""
        return partial(parse, DEVELOPING, "prepare")

    def _run(self, module: str, function: str, *args: object, ahead: Sequence[str] = ()) -> Any:  # noqa: ANN401  # whatever the function returns
        return run_apart(parse, module, function, *args, timeout_seconds=self.seconds, length=Length.BRIEF, ahead=ahead)


def _require_accepted(mime: str) -> None:
    if mime not in ACCEPTED:
        raise UnsupportedType(
            f"{mime} is no picture Pressroom takes. It takes {ACCEPTED_IN_WORDS}.", code="unsupported"
        )
