"""The story of a trial: every item asked about with both prompts, each its own outcome."""

from pressroom.core.prompts import steps, trials
from pressroom.core.runs.pausing import affordable
from pressroom.kernel.durable import Failure, transaction, workflow

pairs = transaction(trials.pairs)
record_answer = transaction(trials.record_answer)
finish = transaction(trials.finish)
break_off = transaction(trials.break_off)


@workflow(when_broken=break_off)
def try_prompt(trial_id: str) -> None:
    """Ask about each item with the current prompt and with the candidate; one that fails stops none of the others."""
    for item_id, which in pairs(trial_id):
        match affordable(steps.ask, trial_id, item_id, which):
            case Failure() as failure:
                record_answer(trial_id, item_id, which, {"error": failure.reason})
            case answer:
                record_answer(trial_id, item_id, which, answer)
    finish(trial_id)
