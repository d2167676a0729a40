"""The local model's door: the work itself is done apart, in a child process."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from importlib import import_module
from typing import Any

from pydantic import ValidationError

from pressroom.kernel.errors import ProviderRefused
from pressroom.kernel.processes import Length, run_apart
from pressroom.providers.describe.describer import Answer, Evidence, Profile, T, Turn

MODULES = {
    "document": "pressroom.providers.describe.local.document",
    "picture": "pressroom.providers.describe.local.pictures.picture",
    "sitter": "pressroom.providers.describe.local.pictures.sitter",
    "pin": "pressroom.providers.describe.local.pins.pin",
}
"""By name of the profile: the module whose `describe` does the work."""

KEPT = {
    "document": "document describer",
    "picture": "picture describer",
    "sitter": "picture describer",
    "pin": "picture describer",
}
"""By name of the profile: what a child process that describes has in its memory; sitters and pins are told by the same
child as pictures, for most of what they need is the same.
"""

STEPS = Evidence("steps.pgm", images=(b"P5 64 64 255 " + bytes(range(0, 256, 4)) * 64,))

MINUTES = (
    "Minutes of the meeting of 12 May 2026. The members talked about the garden and decided to plant trees. The "
    "treasurer told how much the new fence cost, and thanked everybody for their help."
)

EXAMPLES = {
    "document": Evidence(
        "minutes.txt",
        (MINUTES,),
    ),
    "picture": STEPS,
    "sitter": STEPS,
    "pin": Evidence("minutes.txt", (MINUTES,), images=STEPS.images),
}
"""By name of the profile: something to describe, so that all that describing needs is loaded."""


FREE = Decimal(0)


@dataclass(frozen=True, slots=True)
class LocalDescriber:
    """Describes offline, deterministically, and says how sure it is."""

    timeout_seconds: float
    model: str = "local"

    def check(self) -> None:
        """Do nothing: it came with the installation."""

    def preparation(self, profile: str = "document") -> Callable[[], object]:
        """Return what a child process may run before its first question of a profile, to be quicker then."""
        return partial(describe_apart, MODULES[profile], EXAMPLES[profile], ())

    def describe(self, profile: Profile[T], evidence: Evidence, *, turns: Sequence[Turn] = ()) -> Answer[T]:
        """Return the local model's answer; ProviderRefused for a profile it has no rules for."""
        if profile.name not in MODULES:
            raise ProviderRefused(f"The local model cannot describe a {profile.name}. Set another model.")
        began = time.perf_counter()
        found = run_apart(
            describe_apart,
            MODULES[profile.name],
            _portable(evidence),
            tuple(turns),
            timeout_seconds=self.timeout_seconds,
            length=Length.BRIEF,
            keeps=KEPT[profile.name],
        )
        try:
            values = profile.output_type.model_validate(found["values"])
        except ValidationError as error:
            raise ProviderRefused(f"The local model found nothing that fits: {error.errors()[0]['msg']}") from error
        return Answer(
            values=values,
            model=self.model,
            confidence=found["confidence"],
            notes=tuple(found["notes"]),
            cost_usd=FREE,
            seconds=time.perf_counter() - began,
        )


def describe_apart(module: str, evidence: Evidence, turns: Sequence[Turn]) -> dict[str, Any]:
    """Return `values`, `confidence` and `notes` as the module's `describe` finds them; runs in the child."""
    # Loaded by name so that the processes that only ask never hold the dictionaries and numpy.
    found: dict[str, Any] = import_module(module).describe(evidence, turns)
    return found


def _portable(evidence: Evidence) -> Evidence:
    return Evidence(
        evidence.filename, tuple(evidence.pages), images=tuple(evidence.images[:1]), hints=dict(evidence.hints)
    )
