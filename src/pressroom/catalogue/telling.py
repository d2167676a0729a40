"""Workflows that tell others what happens here."""

from pressroom.catalogue.rounds import AT_NIGHT, EVERY_MINUTE
from pressroom.core.floor.catalogue import Story
from pressroom.kernel.durable import ROUNDS, WEBHOOKS

STORIES = (
    Story(
        name="deliver_webhook",
        about="Sends an event to a webhook once. Begun with the event; each try that fails begins the next.",
        queue=WEBHOOKS,
        retries="7 runs more over about a day, each later than the one before",
    ),
    Story(
        name="look_for_alerts",
        about="Looks whether all is well, raises and ends alerts, and writes to whom they concern.",
        queue=ROUNDS,
        schedule=EVERY_MINUTE,
    ),
    Story(name="purge_events", about="Lets events go after their time, and what became of each.", schedule=AT_NIGHT),
)
