"""`/settings/credits`: what one may spend; for owners what everyone may, granted and refunded."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.credits import CreditAccount, credit_accounts
from pressroom.core.accounts.models import Role
from pressroom.core.accounts.queries import Principal, member, names
from pressroom.core.credits import actions, queries
from pressroom.core.credits.models import CreditEntry, Kind
from pressroom.web.asking import OwnerDep, PrincipalDep, SessionDep
from pressroom.web.formatting import plural
from pressroom.web.narrowing import address
from pressroom.web.replies import done
from pressroom.web.spending import spending
from pressroom.web.templating import page
from pressroom.web.views import CreditsPartial
from pressroom.web.views.credits import CreditAccountRow, CreditEntryRow, CreditsPart, Spending
from pressroom.web.views.shell import Choice

router = APIRouter(prefix="/settings/credits", include_in_schema=False)

AT_ONCE = 10
BACK = "/settings#credits"
KINDS = {Kind.GRANT: "Granted", Kind.CHARGE: "Paid", Kind.REFUND: "Refunded"}


@router.get("")
def show_credits(
    session: SessionDep, principal: PrincipalDep, cursor: Annotated[str | None, Query(max_length=60)] = None
) -> Response:
    """Show the part of the settings about credits, alone."""
    return page(CreditsPartial(credits_part(session, principal, cursor)))


@router.post("/grants")
def grant_credits(
    request: Request,
    session: SessionDep,
    principal: OwnerDep,
    user_id: Annotated[UUID, Form()],
    amount: Annotated[int, Form(ge=1, le=actions.MOST_AT_ONCE)],
    reason: Annotated[str, Form(max_length=actions.LONGEST_REASON)],
) -> Response:
    """Give a member credits."""
    to = member(session, principal.workspace_id, user_id)
    actions.grant(
        session,
        workspace_id=principal.workspace_id,
        user_id=to.id,
        amount=amount,
        reason=reason,
        granted_by=principal.user_id,
    )
    return done(request, f"Granted {plural(amount, 'credit')} to {to.name}.", back=BACK)


@router.post("/entries/{entry_id}/refund")
def refund_charge(
    request: Request,
    session: SessionDep,
    principal: OwnerDep,
    entry_id: UUID,
    reason: Annotated[str, Form(max_length=actions.LONGEST_REASON)],
) -> Response:
    """Give a charge back."""
    given = actions.refund(
        session,
        workspace_id=principal.workspace_id,
        entry_id=entry_id,
        reason=reason,
        granted_by=principal.user_id,
    )
    said = f"Refunded {plural(given.entry.amount, 'credit')}." if given.is_new else "It was refunded before."
    return done(request, said, back=BACK)


def credits_part(session: Session, principal: Principal, cursor: str | None = None) -> CreditsPart:
    """Return the part of the settings about credits, for whoever asks."""
    is_owner = principal.role is Role.OWNER
    accounts = credit_accounts(session, principal.workspace_id) if is_owner else ()
    found = queries.entries(
        session,
        principal.workspace_id,
        user_id=None if is_owner else principal.user_id,
        limit=AT_ONCE,
        cursor=cursor,
    )
    people = names(session, {one for entry in found.entries for one in (entry.user_id, entry.granted_by) if one})
    refunded = queries.refunded(session, found.entries)
    return CreditsPart(
        user_id=str(principal.user_id),
        spending=Spending.of(spending(session, principal)),
        is_owner=is_owner,
        accounts=[_account(one, principal) for one in accounts],
        grantees=[Choice(value=str(one.user.id), label=_called(one), is_chosen=False) for one in accounts],
        entries=[_entry(one, people, is_owner=is_owner, is_refunded=one.id in refunded) for one in found.entries],
        src=address("/settings/credits", {"cursor": cursor}),
        older_url=f"/settings?{urlencode({'credits': found.next_cursor})}#credits" if found.next_cursor else None,
        newest_url=BACK if cursor else None,
    )


def _account(account: CreditAccount, principal: Principal) -> CreditAccountRow:
    return CreditAccountRow(
        name=account.user.name, is_you=account.user.id == principal.user_id, balance=account.balance
    )


def _called(account: CreditAccount) -> str:
    return f"{account.user.name} ({account.user.email})" if account.user.email else account.user.name


def _entry(entry: CreditEntry, people: Mapping[UUID, str], *, is_owner: bool, is_refunded: bool) -> CreditEntryRow:
    return CreditEntryRow(
        id=str(entry.id),
        amount=entry.amount,
        kind=KINDS[entry.kind],
        whose=people[entry.user_id] if is_owner else None,
        reason=entry.reason,
        by=people.get(entry.granted_by) if entry.granted_by else None,
        at=entry.created_at,
        is_refundable=is_owner and entry.kind is Kind.CHARGE and not is_refunded,
        is_refunded=is_refunded,
    )
