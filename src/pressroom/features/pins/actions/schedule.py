"""When a pin is to be published."""

from datetime import datetime

from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.rules import check_may_change, standing, unschedulable
from pressroom.kernel.clock import now
from pressroom.kernel.errors import Conflict


def schedule_pin(pin: Pin, at: datetime) -> Pin:
    """Set the time a pin is published at.

    Raises Invalid (`past`, `board`, `picture`, `title`), or Conflict while it is being worked on or when it is out.
    """
    if refusal := unschedulable(pin, at, now=now()):
        raise refusal
    pin.scheduled_at = at
    pin.failed_stage = pin.error = pin.error_code = None
    pin.status = standing(pin)
    return pin


def unschedule_pin(pin: Pin) -> Pin:
    """Take the time away at which a pin would be published; raises Conflict while it is being worked on."""
    check_may_change(pin)
    if pin.status is PinStatus.PUBLISHED:
        raise Conflict("This pin is published already.", code="published")
    pin.scheduled_at = None
    if pin.status is PinStatus.SCHEDULED:
        pin.status = standing(pin)
    return pin
