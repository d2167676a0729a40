"""Pure decisions about pictures."""

from typing import Any

from pressroom.features.media.models import Item, Stage, Status
from pressroom.kernel.errors import Conflict

BUSY = frozenset({Status.PENDING, Status.PROCESSING})
SAID = ("content", "style", "subjects", "mood", "colors")
"""What an answer holds beside description and tags."""


def check_may_see_again(item: Item) -> None:
    """Raise Conflict while the picture is being worked on, or when it is deleted."""
    if item.deleted_at is not None:
        raise Conflict("This picture is deleted. Bring it back first.", code="deleted")
    if item.status in BUSY:
        raise Conflict("This picture is being worked on. Wait until it is done, or cancel its run.", code="busy")


def check_may_describe(item: Item) -> None:
    """Raise Conflict while the picture is being worked on, when it is deleted, or when it cannot be seen."""
    check_may_see_again(item)
    if item.status is Status.FAILED and item.failed_stage is Stage.SEEING:
        raise Conflict("This picture cannot be seen yet, so it cannot be described. Try it again first.", code="unseen")


def process_run_id(item_id: object, attempt: int) -> str:
    """Return the id of the run that sees and describes a picture."""
    return f"process-media:{item_id}:{attempt}"


def describe_run_id(item_id: object, attempt: int) -> str:
    """Return the id of the run that describes a picture anew."""
    return f"describe-media:{item_id}:{attempt}"


def version_of(item: Item) -> str:
    """Return what names a picture's bytes in an address: other bytes, another address."""
    return item.asset.sha256[:12]


def values_of(item: Item) -> dict[str, Any]:
    """Return what is said about a picture, as a revision holds it."""
    return {"description": item.description or "", "tags": list(item.tags), **item.analysis}


def analysis_in(values: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a revision's values that is neither description nor tags."""
    return {name: values[name] for name in SAID if values.get(name)}
