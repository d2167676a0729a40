"""Paints on this machine, in child processes: a photo that crashes its decoder harms nothing else."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from pressroom.kernel.processes import Length, run_apart
from pressroom.providers.files.parsing import parse
from pressroom.providers.paint.painter import SIDE, Painted, Subject
from pressroom.providers.paint.styles import Style

PAINTING = "pressroom.providers.paint.sewing.painting"
"""Named, not imported: decoders are loaded in child processes only."""


class Sewn(NamedTuple):
    """What the child hands back."""

    png: bytes
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPainter:
    """A `Painter` that needs no key and no network: cuts the subject out, and sews it anew of what it finds."""

    timeout_seconds: float
    model: str = "local"

    def check(self) -> None:
        """Do nothing: it came with the installation."""

    def preparation(self) -> Callable[[], object]:
        """Return what a child process may run before its first picture, to be quicker then."""
        return partial(parse, PAINTING, "prepare")

    def paint(self, photo: bytes, style: Style, subject: Subject) -> Painted:
        """Return the subject in the style; the same picture for the same photo."""
        began = time.perf_counter()
        png, notes = run_apart(
            parse,
            PAINTING,
            "paint",
            photo,
            style.recipe,
            subject.type,
            timeout_seconds=self.timeout_seconds,
            length=Length.LONG,
        )
        seconds = time.perf_counter() - began
        return Painted(png=png, width=SIDE, height=SIDE, model=self.model, notes=notes, seconds=seconds)
