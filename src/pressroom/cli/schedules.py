"""`pressroom schedules`: what begins by itself, when, and steered."""

from typing import Annotated

import typer

from pressroom.catalogue import CATALOGUE
from pressroom.cli.desk import desk
from pressroom.cli.options import AsJson
from pressroom.cli.terminal import clock, out, print_json, print_table, say
from pressroom.core.floor import actions, queries
from pressroom.core.floor.models import Missed
from pressroom.core.floor.schemas import BegunList, BegunOut, ScheduleList, ScheduleOut, StartedRun

schedules = typer.Typer(name="schedules", help="Show and steer what begins by itself.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The schedule's name, such as `publish_due`.")]


@schedules.command("list")
def list_schedules(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List schedules: their cron (UTC), when they began something last and do next."""
    with desk(context) as place, place.app.database.transaction() as session:
        items = [ScheduleOut.of(one) for one in queries.schedules(session, place.app, CATALOGUE)]
    if as_json:
        print_json(ScheduleList(items=items))
        return
    print_table(
        ("Schedule", "Cron", "State", "Last", "Next", "Missed"),
        [
            (
                one.name,
                one.cron,
                "paused" if one.paused_at else "open",
                clock(one.last_at),
                clock(one.next_at),
                "caught up" if one.missed is Missed.CATCH_UP else "skipped",
            )
            for one in items
        ],
        nothing="Nothing begins by itself.",
    )


@schedules.command("history")
def show_history(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Show the newest runs that a schedule began."""
    queries.scheduled_story(CATALOGUE, name)
    with desk(context) as place:
        items = [BegunOut.of(one) for one in queries.history(place.app.durable, name)]
    if as_json:
        print_json(BegunList(items=items))
        return
    print_table(
        ("Run", "Status", "Began", "Seconds", "Error"),
        [
            (
                one.id,
                one.status,
                clock(one.created_at),
                "" if one.seconds is None else f"{one.seconds:.2f}",
                one.error or "",
            )
            for one in items
        ],
        nothing="It has begun nothing yet.",
    )


@schedules.command("change")
def change_schedule(
    context: typer.Context,
    name: Name,
    *,
    cron: Annotated[
        str | None, typer.Option(help="Five fields, in UTC; empty: that it comes with.", metavar="CRON")
    ] = None,
    missed: Annotated[Missed | None, typer.Option(help="What becomes of times it missed.")] = None,
    as_json: AsJson = False,
) -> None:
    """Change when a schedule begins something, or what becomes of times it missed."""
    with desk(context) as place, place.app.database.transaction() as session:
        actions.change_schedule(session, place.app, CATALOGUE, name, cron=cron, missed=missed)
        found = ScheduleOut.of(queries.schedule(session, place.app, CATALOGUE, name))
    _tell(found, f"{name}: {found.cron}, next {clock(found.next_at) or 'once a worker is there'}.", as_json=as_json)


@schedules.command("pause")
def pause_schedule(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Let a schedule begin nothing until it is resumed."""
    with desk(context) as place, place.app.database.transaction() as session:
        actions.pause_schedule(session, place.app, CATALOGUE, name)
        found = ScheduleOut.of(queries.schedule(session, place.app, CATALOGUE, name))
    _tell(found, f"{name} is paused.", as_json=as_json)


@schedules.command("resume")
def resume_schedule(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Let a schedule go on; what it missed is caught up with where it is to do that."""
    with desk(context) as place, place.app.database.transaction() as session:
        caught_up = actions.resume_schedule(session, place.app, CATALOGUE, name)
        found = ScheduleOut.of(queries.schedule(session, place.app, CATALOGUE, name))
    _tell(found, f"{name} goes on; {caught_up} runs began for what it missed.", as_json=as_json)


@schedules.command("run")
def run_now(context: typer.Context, name: Name, *, as_json: AsJson = False) -> None:
    """Begin at once what a schedule begins."""
    with desk(context) as place:
        run_id = actions.run_now(place.app, CATALOGUE, name)
    if as_json:
        print_json(StartedRun(run_id=run_id))
    else:
        out.print(run_id, soft_wrap=True)


def _tell(found: ScheduleOut, words: str, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
    else:
        say(words)
