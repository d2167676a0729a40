"""Models that cost money, and budgets that are used up, for tests."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from pressroom.core.spending.actions import Call, record_call, set_budget
from pressroom.kernel.app import App
from pressroom.kernel.ids import new_id
from pressroom.providers.describe import Answer, FakeDescriber
from pressroom.providers.describe.describer import Evidence, Profile, T, Turn

PRICE = Decimal("0.50")
SECONDS = 20.0


@dataclass(slots=True)
class PricedDescriber(FakeDescriber):
    """Answers as the fake does, at fifty cents an answer."""

    model: str = "priced"
    prompts: list[str] = field(default_factory=list)
    """The prompts it was asked with, in order."""

    def describe(self, profile: Profile[T], evidence: Evidence, *, turns: Sequence[Turn] = ()) -> Answer[T]:
        """Answer, and say what it cost."""
        self.prompts.append(profile.system_prompt)
        answer = FakeDescriber.describe(self, profile, evidence, turns=turns)
        return Answer(
            values=answer.values, model=self.model, input_tokens=100, output_tokens=20, cost_usd=PRICE, seconds=0.1
        )


def let_spend(app: App, workspace_id: UUID, amount: str | None) -> None:
    """Set a workspace's budget."""
    with app.database.transaction() as session:
        set_budget(session, workspace_id, None if amount is None else Decimal(amount))


def spend(
    app: App,
    workspace_id: UUID,
    amount: str | None,
    *,
    profile: str = "document",
    model: str = "priced",
    run_id: str | None = None,
    purpose: str = "describe",
    tokens: tuple[int, int] = (100, 20),
    answer: Mapping[str, Any] | None = None,
) -> None:
    """Write an answer into the ledger; None for one of unknown price."""
    call = Call(
        workspace_id=workspace_id,
        run_id=run_id or f"run:{new_id()}",
        purpose=purpose,
        profile=profile,
        subject_kind="document",
        subject_id=new_id(),
        model=model,
    )
    with app.database.transaction() as session:
        record_call(
            session,
            call,
            cost_usd=None if amount is None else Decimal(amount),
            input_tokens=tokens[0],
            output_tokens=tokens[1],
            seconds=2.0,
            answer=answer,
        )


def until(true: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait for something to become true."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(0.05)
