"""The command `pressroom` and its commands."""

from typing import Annotated

import typer

from pressroom import __version__
from pressroom.cli import (
    adding,
    admin,
    articles,
    artworks,
    backing_up,
    boards,
    connections,
    demo,
    doctor,
    documents,
    exporting,
    floor,
    folders,
    generations_adding,
    generations_library,
    media_actions,
    pins_actions,
    pins_making,
    pins_pictures,
    pins_planning,
    pins_publishing,
    projects,
    runs,
    runs_steering,
    schedules,
    serving,
    tokens,
    users,
    workflows,
)
from pressroom.cli.alerts import alerts
from pressroom.cli.credits import credits_
from pressroom.cli.events import events
from pressroom.cli.generations import generations
from pressroom.cli.media import media
from pressroom.cli.pins import pins
from pressroom.cli.prompts import prompts
from pressroom.cli.spending import spending
from pressroom.cli.terminal import out
from pressroom.cli.webhooks import webhooks

root = typer.Typer(
    name="pressroom",
    epilog="Settings are environment variables that begin with PRESSROOM_; see `docs/reference/settings.md`.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:  # noqa: FBT001  # Typer calls it so
    if asked:
        out.print(f"pressroom {__version__}")
        raise typer.Exit


@root.callback()
def start(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Turn raw files into finished, published work."""
    assert not version  # noqa: S101  # its callback has left by now


root.command()(serving.serve)
root.command()(serving.worker)
root.command()(demo.demo)
root.command()(adding.add)
root.add_typer(documents.documents)
for act in (media_actions.retry, media_actions.describe, media_actions.tag, media_actions.delete, exporting.export):
    media.command()(act)
root.add_typer(media)
root.add_typer(folders.folders)
root.add_typer(connections.connections)
root.add_typer(artworks.artworks)
for make_or_keep in (generations_adding.add, generations_library.make, generations_library.keep):
    generations.command()(make_or_keep)
root.add_typer(generations)
root.add_typer(credits_)
root.add_typer(spending)
root.add_typer(prompts)
for of_blogs in (projects.projects, articles.articles, boards.boards):
    root.add_typer(of_blogs)
for act_on_pins in (
    pins_making.add,
    pins_making.make,
    pins_making.describe,
    pins_making.retry,
    pins_actions.edit,
    pins_pictures.pictures,
    pins_actions.change,
    pins_actions.schedule,
    pins_planning.plan,
    pins_planning.calendar,
    pins_actions.history,
    pins_actions.delete,
    pins_actions.restore,
    pins_publishing.publish,
    pins_publishing.withdraw,
    pins_publishing.attempts,
):
    pins.command()(act_on_pins)
root.add_typer(pins)
for steer in (runs_steering.watch, runs_steering.cancel, runs_steering.retry, runs_steering.rewind):
    runs.runs.command()(steer)
root.add_typer(runs.runs)
root.add_typer(events)
root.add_typer(webhooks)
root.add_typer(alerts)
for of_the_floor in (workflows.workflows, floor.queues, floor.workers, schedules.schedules):
    root.add_typer(of_the_floor)
root.add_typer(users.users)
root.add_typer(tokens.tokens)
root.add_typer(admin.admin)
for whole in (backing_up.backup, backing_up.restore):
    root.command()(whole)
root.command()(doctor.doctor)
