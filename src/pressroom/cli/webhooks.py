"""`pressroom webhooks`: addresses that are told of events, and what became of each delivery."""

from typing import Annotated
from uuid import UUID

import typer

from pressroom.catalogue import CATALOGUE
from pressroom.cli.composer import Composer
from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson, AtMost, From, InWorkspace
from pressroom.cli.terminal import clock, out, print_json, print_table, say, say_more
from pressroom.core.events.queries import check_subscriptions
from pressroom.core.events.trying import send_test
from pressroom.core.webhooks import queries
from pressroom.core.webhooks.actions import add_webhook, change_webhook, remove_webhook, rotate_secret
from pressroom.core.webhooks.schemas import DeliveryList, DeliveryOut, WebhookList, WebhookOut, WebhookSecret
from pressroom.core.webhooks.sending import resend

webhooks = typer.Typer(name="webhooks", help="Have addresses told what happens.", no_args_is_help=True)

WebhookId = Annotated[UUID, typer.Argument(metavar="ID", help="The webhook's id.")]
Names = Annotated[list[str], typer.Option("--event", help="A name, `document.*`, or `*`; may be given several times.")]


@webhooks.command("list")
def list_webhooks(context: typer.Context, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """List the addresses that are told of events."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        items = [WebhookOut.of(one) for one in queries.webhooks(session, place.workspace_id)]
    if as_json:
        print_json(WebhookList(items=items))
        return
    print_table(
        ("Id", "State", "Address", "Events", "Reason"),
        [
            (str(one.id), "on" if one.is_enabled else "off", one.url, ", ".join(one.names), one.disabled_reason or "")
            for one in items
        ],
        nothing="Nobody is told of events. `pressroom webhooks add ADDRESS` begins.",
    )


@webhooks.command("add")
def add(
    context: typer.Context,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Where events are sent.")],
    *,
    names: Names = ["*"],  # noqa: B006  # Typer copies it
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Have an address told of events; its secret is printed this once."""
    composer: Composer = context.obj
    check_subscriptions(CATALOGUE, names)
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        webhook, secret = add_webhook(
            session,
            place.app.vault,
            composer.doors.webhooks,
            workspace_id=place.workspace_id,
            user_id=place.user_id,
            url=address,
            names=names,
        )
        told = WebhookSecret.with_secret(webhook, secret)
    _tell_secret(told, as_json=as_json)


@webhooks.command("enable")
def enable(
    context: typer.Context, webhook_id: WebhookId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Turn a webhook on again."""
    _turn(context, webhook_id, workspace, is_enabled=True, as_json=as_json)


@webhooks.command("disable")
def disable(
    context: typer.Context, webhook_id: WebhookId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Turn a webhook off: what happens meanwhile is not sent."""
    _turn(context, webhook_id, workspace, is_enabled=False, as_json=as_json)


@webhooks.command("rotate")
def rotate(
    context: typer.Context, webhook_id: WebhookId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Make a new secret and print it; for a day what is sent is signed with the one before as well."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.webhook(session, place.workspace_id, webhook_id, lock=True)
        secret = rotate_secret(place.app.vault, found)
        told = WebhookSecret.with_secret(found, secret)
    _tell_secret(told, as_json=as_json)


@webhooks.command("remove")
def remove(
    context: typer.Context, webhook_id: WebhookId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Tell an address nothing more, and forget what it was told."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        remove_webhook(session, queries.webhook(session, place.workspace_id, webhook_id, lock=True))
    if as_json:
        print_json({"removed": str(webhook_id)})
    else:
        say("It is told nothing more.")


@webhooks.command("test")
def try_out(
    context: typer.Context, webhook_id: WebhookId, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Send a test event to a webhook; a worker delivers it."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.webhook(session, place.workspace_id, webhook_id)
        begun = send_test(session, place.app.durable, found, user_id=place.user_id)
        _tell_run(str(begun.run_id), as_json=as_json)


@webhooks.command("deliveries")
def deliveries(
    context: typer.Context,
    webhook_id: WebhookId,
    *,
    limit: AtMost = 50,
    cursor: From = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """List what was sent to a webhook, newest first."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        webhook = queries.webhook(session, place.workspace_id, webhook_id)
        found = queries.deliveries(session, webhook.id, limit=limit, cursor=cursor)
        items = [DeliveryOut.of(one.delivery, one.event_name) for one in found.deliveries]
    if as_json:
        print_json(DeliveryList(items=items, next_cursor=found.next_cursor))
        return
    print_table(
        ("Id", "Status", "Event", "Tries", "Next"),
        [(str(one.id), one.status.value, one.event_name, str(one.tries), clock(one.next_at)) for one in items],
        nothing="Nothing was sent to it yet.",
    )
    say_more(found.next_cursor)


@webhooks.command("resend")
def send_once_more(
    context: typer.Context,
    delivery_id: Annotated[UUID, typer.Argument(metavar="ID", help="The delivery's id.")],
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Deliver once more, now."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.delivery(session, place.workspace_id, delivery_id, lock=True)
        _tell_run(resend(session, place.app.durable, found), as_json=as_json)


def _turn(context: typer.Context, webhook_id: UUID, workspace: str | None, *, is_enabled: bool, as_json: bool) -> None:
    composer: Composer = context.obj
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        found = queries.webhook(session, place.workspace_id, webhook_id)
        change_webhook(session, composer.doors.webhooks, found, by=place.user_id, is_enabled=is_enabled)
        told = WebhookOut.of(found)
    if as_json:
        print_json(told)
    else:
        say(f"{told.url} is {'on' if is_enabled else 'off'}.")


def _tell_secret(told: WebhookSecret, *, as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    out.print(told.secret, soft_wrap=True)
    say(f"{told.url} is webhook {told.id}. What it gets is signed with this secret; it cannot be shown again.")


def _tell_run(run_id: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"run_id": run_id})
    else:
        out.print(f"Started {run_id}", soft_wrap=True)
