"""`/api/credits`: what one may spend and what became of it; owners grant and refund."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from pressroom.core.accounts.credits import credit_accounts
from pressroom.core.accounts.queries import member
from pressroom.core.credits import queries
from pressroom.core.credits.actions import grant, refund
from pressroom.core.credits.models import CreditEntry
from pressroom.core.credits.schemas import (
    CreditAccountList,
    CreditEntryList,
    CreditEntryOut,
    CreditsOut,
    NewGrant,
    NewRefund,
)
from pressroom.web.asking import AppDep, OwnerDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once
from pressroom.web.spending import spending

router = APIRouter(prefix="/api/credits", tags=["credits"])


@router.get("")
def get_credits(session: SessionDep, principal: PrincipalDep) -> CreditsOut:
    """Return one's own balance, how much of it is in use, and what is available."""
    return CreditsOut.of(spending(session, principal))


@router.get("/entries")
def list_entries(
    session: SessionDep,
    principal: PrincipalDep,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
) -> CreditEntryList:
    """List what was granted to oneself, charged and refunded, newest first."""
    found = queries.entries(session, principal.workspace_id, user_id=principal.user_id, limit=limit, cursor=cursor)
    return CreditEntryList(items=[CreditEntryOut.of(one) for one in found.entries], next_cursor=found.next_cursor)


@router.get("/accounts")
def list_accounts(session: SessionDep, principal: OwnerDep) -> CreditAccountList:
    """List every member with their balance; for owners."""
    return CreditAccountList(items=[one.out for one in credit_accounts(session, principal.workspace_id)])


@router.post("/{user_id}/grants", status_code=HTTPStatus.CREATED, response_model=CreditEntryOut)
def grant_credits(
    app: AppDep,
    session: SessionDep,
    principal: OwnerDep,
    user_id: UUID,
    wanted: NewGrant,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Give a member credits; for owners."""
    to = member(session, principal.workspace_id, user_id)

    def start() -> Answer:
        given = grant(
            session,
            workspace_id=principal.workspace_id,
            user_id=to.id,
            amount=wanted.amount,
            reason=wanted.reason,
            granted_by=principal.user_id,
        )
        return _answer(given, HTTPStatus.CREATED)

    asked = f"POST /api/credits/{user_id}/grants {wanted.model_dump_json()}"
    return once(app, session, principal, idempotency_key, asked, start)


@router.post("/entries/{entry_id}/refund", status_code=HTTPStatus.CREATED, response_model=CreditEntryOut)
def refund_charge(
    app: AppDep,
    session: SessionDep,
    principal: OwnerDep,
    entry_id: UUID,
    wanted: NewRefund,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Give a charge back, once; a second time answers 200 with the first refund. For owners."""

    def start() -> Answer:
        given = refund(
            session,
            workspace_id=principal.workspace_id,
            entry_id=entry_id,
            reason=wanted.reason,
            granted_by=principal.user_id,
        )
        return _answer(given.entry, HTTPStatus.CREATED if given.is_new else HTTPStatus.OK)

    asked = f"POST /api/credits/entries/{entry_id}/refund {wanted.model_dump_json()}"
    return once(app, session, principal, idempotency_key, asked, start)


def _answer(entry: CreditEntry, status: HTTPStatus) -> Answer:
    return status, CreditEntryOut.of(entry).model_dump(mode="json"), {}
