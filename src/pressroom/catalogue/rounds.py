"""Workflows that begin by themselves, and those that serve others."""

from pressroom.core.floor.catalogue import Story
from pressroom.kernel.durable import ROUNDS

AT_NIGHT = "30 3 * * *"
EVERY_MINUTE = "* * * * *"

STORIES = (
    Story(
        name="publish_due",
        about="Starts every pin whose time has come, waits for them, and says what became of each.",
        queue=ROUNDS,
        schedule=EVERY_MINUTE,
    ),
    Story(
        name="refresh_tokens",
        about="Renews the tokens of accounts that end within seven days.",
        queue=ROUNDS,
        schedule="0 2 * * *",
    ),
    Story(
        name="revive_connections",
        about="Takes up accounts again whose provider was out of order when their tokens were to be renewed.",
        queue=ROUNDS,
        schedule="30 * * * *",
    ),
    Story(
        name="sync_all_boards",
        about="Has the boards of every active account read, each by a run of its own.",
        schedule="20 2 * * *",
    ),
    Story(
        name="check_published",
        about="Looks whether what was published is still at Pinterest.",
        queue=ROUNDS,
        schedule="0 5 * * 1",
    ),
    Story(
        name="prune_history",
        about="Lets finished runs go after their time, and what else is no longer needed.",
        schedule=AT_NIGHT,
    ),
    *(
        Story(name=f"purge_{what}", about=f"Lets {what} go that were deleted over a day ago.", schedule=AT_NIGHT)
        for what in ("documents", "media", "generations", "pins", "projects")
    ),
    Story(
        name="await_batch",
        about="Waits for many runs asked for at once, and says what became of each. Begun by what is done with many.",
        queue=ROUNDS,
    ),
    Story(
        name="cancel_runs",
        about="Cancels many runs, some seconds after it was asked for. Begun from the list of runs.",
        queue=ROUNDS,
    ),
    Story(
        name="retry_runs",
        about="Tries many failed runs again, some seconds after it was asked for. Begun from the list of runs.",
        queue=ROUNDS,
    ),
    Story(
        name="begin_on_schedule",
        about="Begins a workflow of your own when its time has come. Begun by that workflow's schedule.",
        queue=ROUNDS,
    ),
    Story(name="try_prompt", about="Asks models with the current prompt and another. Begun in Settings."),
)
