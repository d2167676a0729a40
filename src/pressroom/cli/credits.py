"""`pressroom credits`: what members may spend, given and given back."""

from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import clock, out, print_facts, print_json, print_table, say_more
from pressroom.core.accounts.credits import credit_accounts
from pressroom.core.accounts.queries import member_called
from pressroom.core.credits import actions, queries
from pressroom.core.credits.schemas import CreditAccountList, CreditEntryList, CreditEntryOut, CreditsOut
from pressroom.features.generations.queries import in_use

credits_ = typer.Typer(name="credits", help="Show, grant and refund credits.", no_args_is_help=True)

Of = Annotated[str | None, typer.Argument(metavar="WHO", help="Email, name or id. Unset: the workspace's owner.")]
Why = Annotated[str, typer.Option(help="Why, as people are shown it.")]


@credits_.command("show")
def show(context: typer.Context, who: Of = None, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Show what someone may spend."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        user_id = member_called(session, place.workspace_id, who).id if who else place.user_id
        found = CreditsOut.of(queries.available(session, place.workspace_id, user_id, in_use))
    if as_json:
        print_json(found.model_dump())
    else:
        print_facts(
            {"available": f"{found.available:,}", "in use": f"{found.in_use:,}", "balance": f"{found.balance:,}"}
        )


@credits_.command("accounts")
def accounts(context: typer.Context, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """List every member with their balance, longest-standing first."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = credit_accounts(session, place.workspace_id)
    if as_json:
        print_json(CreditAccountList(items=[one.out for one in found]))
        return
    print_table(
        ("Id", "Balance", "Name", "Email"),
        [(str(one.user.id), f"{one.balance:,}", one.user.name, one.user.email or "") for one in found],
        nothing="This workspace has no members.",
    )


@credits_.command("list")
def list_entries(
    context: typer.Context,
    who: Annotated[str | None, typer.Argument(metavar="WHO", help="Email, name or id. Unset: everyone.")] = None,
    *,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List what was granted, charged and refunded, newest first."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        user_id = member_called(session, place.workspace_id, who).id if who else None
        found = queries.entries(session, place.workspace_id, user_id=user_id, limit=limit, cursor=cursor)
    items = [CreditEntryOut.of(one) for one in found.entries]
    if as_json:
        print_json(CreditEntryList(items=items, next_cursor=found.next_cursor))
        return
    print_table(
        ("Id", "Credits", "Kind", "User", "When", "Why"),
        [
            (str(one.id), f"{one.amount:+,}", one.kind, str(one.user_id), clock(one.created_at), one.reason)
            for one in items
        ],
        nothing="There are no entries. `pressroom credits grant WHO NUMBER --reason …` makes one.",
    )
    say_more(found.next_cursor)


@credits_.command("grant")
def grant(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help="Email, name or id.")],
    amount: Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=actions.MOST_AT_ONCE, help="How many credits.")],
    *,
    reason: Why,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Give a member credits."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        to = member_called(session, place.workspace_id, who)
        given = actions.grant(
            session,
            workspace_id=place.workspace_id,
            user_id=to.id,
            amount=amount,
            reason=reason,
            granted_by=place.user_id,
        )
        balance = queries.balance(session, place.workspace_id, to.id)
    if as_json:
        print_json(CreditEntryOut.of(given))
    else:
        out.print(f"{to.name} has {balance:,} now.", soft_wrap=True)


@credits_.command("refund")
def refund(
    context: typer.Context,
    entry_id: Annotated[UUID, typer.Argument(metavar="ENTRY", help="The charge's id, as `credits list` shows it.")],
    *,
    reason: Why,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Give a charge back; a second time changes nothing."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        given = actions.refund(
            session, workspace_id=place.workspace_id, entry_id=entry_id, reason=reason, granted_by=place.user_id
        )
    if as_json:
        print_json(CreditEntryOut.of(given.entry))
    else:
        out.print("Refunded." if given.is_new else "It was refunded before.", soft_wrap=True)
