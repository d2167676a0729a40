"""What writing pins will cost, as a person is told it before they start."""

from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.spending.queries import Estimate, estimate
from pressroom.core.spending.rules import in_dollars
from pressroom.features.pins.models import KIND
from pressroom.kernel.app import App
from pressroom.web.formatting import duration, plural
from pressroom.web.views.pins import PinEstimatePartial


def pin_estimate(session: Session, app: App, workspace_id: UUID, number: int) -> PinEstimatePartial:
    """Return what writing so many pins will cost with the model that writes them."""
    found = estimate(session, workspace_id, KIND, number, model=app.vision_model)
    return PinEstimatePartial(_in_words(found), found.is_free)


def _in_words(found: Estimate) -> str:
    pins = plural(found.number, "pin")
    lasts = f" About {duration(found.seconds)} in all." if found.seconds and found.number else ""
    if found.is_free:
        return f"{pins}: free, runs on this server.{lasts}"
    if found.cost_usd is None:
        return f"{pins} with {found.model}: what that costs is not known yet; the first ones will tell."
    tokens = (
        f", {found.input_tokens + found.output_tokens:,} tokens" if found.input_tokens and found.output_tokens else ""
    )
    return f"{pins} with {found.model}: about {in_dollars(found.cost_usd)}{tokens}, by the last {found.basis}.{lasts}"
