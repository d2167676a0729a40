"""`pressroom doctor`: says what is wrong, and how to mend it."""

from collections.abc import Iterator

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from pressroom.cli.checks import WITH_DATABASE, WITHOUT_DATABASE, Check, State
from pressroom.cli.composer import Composer
from pressroom.cli.mail_check import mail
from pressroom.cli.options import AsJson
from pressroom.cli.secrets_check import stored_secrets
from pressroom.cli.terminal import out, print_json, say
from pressroom.kernel.errors import PressroomError

MARKS = {State.OK: ("✓", "green"), State.WARNING: ("!", "yellow"), State.FAILED: ("✗", "red")}


def doctor(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Look at everything Pressroom needs, and say how to mend what is wrong. Exits with 1 if something is.

    Nothing that costs money is called, and nothing is changed, but that the database is started and brought up to date.
    """
    checks = list(_looks(context.obj))
    failed = [one for one in checks if one.state is State.FAILED]
    if as_json:
        rows = [{"name": one.name, "status": one.state, "detail": one.detail, "mend": one.mend} for one in checks]
        print_json({"ok": not failed, "checks": rows})
    else:
        out.print(_table(checks))
        say(_verdict(checks))
    raise typer.Exit(1 if failed else 0)


def _looks(composer: Composer) -> Iterator[Check]:
    for look in (*WITHOUT_DATABASE, mail):
        yield look(composer.settings)
    try:
        with composer.app() as app:
            for look_inside in (*WITH_DATABASE, stored_secrets):
                yield look_inside(app, composer.settings)
    except (PressroomError, SQLAlchemyError, OSError) as error:
        why = " ".join(str(getattr(error, "orig", None) or error).split())
        yield Check("Database", State.FAILED, why, "Look at PRESSROOM_DATABASE_URL, the data folder and the disk.")


def _table(checks: list[Check]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for one in checks:
        mark, colour = MARKS[one.state]
        told = [Text(one.detail)] + ([Text(f"→ {one.mend}", style=colour)] if one.mend else [])
        table.add_row(Text(mark, style=colour), one.name, Group(*told))
    return table


def _verdict(checks: list[Check]) -> str:
    wrong = sum(one.state is State.FAILED for one in checks)
    doubtful = sum(one.state is State.WARNING for one in checks)
    if wrong:
        return f"{wrong} to mend."
    return f"Nothing is wrong; {doubtful} to know about." if doubtful else "All is well."
