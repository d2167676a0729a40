"""`pressroom user`: made, listed, let in."""

import sys
from typing import Annotated

import typer

from pressroom.cli.desk import Desk, desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import out, print_json, print_table, say
from pressroom.core.accounts.actions import create_link, create_user, set_password
from pressroom.core.accounts.models import Role
from pressroom.core.accounts.queries import member_called, members

users = typer.Typer(name="user", help="Make, list and let in the people of a workspace.", no_args_is_help=True)

Who = Annotated[str | None, typer.Argument(metavar="WHO", help="Email, name or id. Unset: the workspace's owner.")]


@users.command("create")
def create(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Option(help="What the person is called.")],
    email: Annotated[str | None, typer.Option(help="What they sign in with, once they have a password.")] = None,
    owner: Annotated[bool, typer.Option("--owner", help="They may also manage members and the workspace.")] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Make a user and print a link that signs them in, once and within a day."""
    with desk(context, workspace) as place:
        role = Role.OWNER if owner else Role.MEMBER
        with place.app.database.transaction() as session:
            user = create_user(
                session,
                name=name,
                email=email,
                workspace_id=place.workspace_id,
                role=role,
                starting_credits=place.app.starting_credits,
            )
            token = create_link(session, workspace_id=place.workspace_id, user_id=user.id)
        link = _link(place, token)
    if as_json:
        print_json({"id": user.id, "name": user.name, "email": user.email, "role": role, "sign_in_link": link})
    else:
        out.print(link, soft_wrap=True)


@users.command("list")
def list_users(context: typer.Context, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """List the members of a workspace, longest-standing first."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        rows = [
            {
                "id": str(user.id),
                "name": user.name,
                "email": user.email,
                "role": role.value,
                "has_password": user.password_hash is not None,
            }
            for user, role in members(session, place.workspace_id)
        ]
    if as_json:
        print_json({"items": rows, "next_cursor": None})
        return
    print_table(
        ("Id", "Name", "Email", "Role", "Password"),
        [
            (str(one["id"]), str(one["name"]), str(one["email"] or ""), str(one["role"]), _yes(one["has_password"]))
            for one in rows
        ],
        nothing="This workspace has no members.",
    )


@users.command("link")
def link(context: typer.Context, who: Who = None, *, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Print a link that signs someone in, once and within a day: for the first visit, or a forgotten password."""
    with desk(context, workspace) as place:
        with place.app.database.transaction() as session:
            user_id = member_called(session, place.workspace_id, who).id if who else place.user_id
            token = create_link(session, workspace_id=place.workspace_id, user_id=user_id)
        address = _link(place, token)
    if as_json:
        print_json({"sign_in_link": address})
    else:
        out.print(address, soft_wrap=True)


@users.command("password")
def password(
    context: typer.Context, who: Who = None, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Give someone a new password, asked for twice or read from standard input, and end their sign-ins."""
    secret = _asked_password()
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        user_id = member_called(session, place.workspace_id, who).id if who else place.user_id
        set_password(session, user_id, secret)
    if as_json:
        print_json({"id": str(user_id)})
    else:
        say("The new password is set.")


def _asked_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("New password", hide_input=True, confirmation_prompt=True, err=True))


def _link(place: Desk, token: str) -> str:
    return f"{place.app.public_url}/sign-in/link?token={token}"


def _yes(value: object) -> str:
    return "yes" if value else "no"
