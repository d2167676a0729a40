"""`pressroom prompts`: what is asked of models, in versions, and tried before it is saved."""

import sys
import time
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from pressroom.cli.desk import Desk, desk
from pressroom.cli.options import AsJson, InWorkspace
from pressroom.cli.terminal import out, print_json, print_table, say
from pressroom.core.prompts import actions, queries
from pressroom.core.prompts.models import TrialStatus
from pressroom.core.prompts.rules import PROFILES, SHIPPED, profile_named
from pressroom.core.prompts.schemas import PromptOut, TrialAnswerOut, TrialOut
from pressroom.core.prompts.trials import begin_trial
from pressroom.core.runs.workers import living_workers
from pressroom.core.spending.rules import model_for
from pressroom.kernel.errors import Invalid

prompts = typer.Typer(name="prompts", help="Show, edit and try what is asked of models.", no_args_is_help=True)

LOOK_SECONDS = 0.5
UNREAD = (
    "The built-in model does not read prompts; set PRESSROOM_DESCRIBE_MODEL and PRESSROOM_VISION_MODEL to use them."
)
ProfileName = Annotated[str, typer.Argument(metavar="PROFILE", help=f"Which prompt: {', '.join(PROFILES)}.")]
FromFile = Annotated[Path, typer.Argument(metavar="FILE", help="Where the words are; - for standard input.")]


@prompts.command("show")
def show_prompt(
    context: typer.Context, profile: ProfileName, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """Show what is asked with now, and the rules that follow it."""
    found = _prompt(context, workspace, profile)
    if as_json:
        print_json(found)
        return
    out.print(found.text, soft_wrap=True, markup=False)
    if not found.is_read:
        say(UNREAD)


@prompts.command("edit")
def edit_prompt(
    context: typer.Context,
    profile: ProfileName,
    file: FromFile,
    *,
    note: Annotated[str | None, typer.Option(help="What is different, shown with the version.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Ask with the words of a file from now on; they become a new version."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        actions.save_prompt(
            session, place.workspace_id, profile, text=_words_in(file), note=note, author_id=place.user_id
        )
    _tell(_prompt(context, workspace, profile), as_json=as_json)


@prompts.command("history")
def show_history(
    context: typer.Context, profile: ProfileName, *, workspace: InWorkspace = None, as_json: AsJson = False
) -> None:
    """List the versions, newest first; 0 is the shipped one."""
    found = _prompt(context, workspace, profile)
    if as_json:
        print_json({"items": [one.model_dump(mode="json") for one in found.versions], "next_cursor": None})
        return
    rows = [
        (str(one.version), "current" if one.is_current else "", f"{one.created_at:%Y-%m-%d %H:%M}", one.note or "")
        for one in found.versions
    ]
    shipped = (str(SHIPPED), "current" if found.version == SHIPPED else "", "", "The shipped one.")
    print_table(("Version", "", "Saved", "Note"), [*rows, shipped], nothing="")


@prompts.command("restore")
def restore_prompt(
    context: typer.Context,
    profile: ProfileName,
    version: Annotated[int, typer.Argument(min=SHIPPED, help="Which one; 0 for the shipped one.")],
    *,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Ask with an earlier version again."""
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        actions.use_version(session, place.workspace_id, profile, version)
    _tell(_prompt(context, workspace, profile), as_json=as_json)


@prompts.command("try")
def try_prompt(
    context: typer.Context,
    profile: ProfileName,
    file: FromFile,
    *,
    on: Annotated[list[UUID] | None, typer.Option(help="Ids of what to try it on; else the newest three.")] = None,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Try the words of a file beside the current ones, on three things; nothing is saved."""
    with desk(context, workspace) as place:
        found = _tried(place, profile, _words_in(file), on or [])
    if as_json:
        print_json(found)
        return
    for item in found.items:
        out.print(f"\n{item.name}", style="bold", markup=False)
        print_table(("", "Current", "Candidate"), _rows(item.current, item.candidate), nothing="No answer.")
    if not _prompt(context, workspace, profile).is_read:
        say(UNREAD)


def _tried(place: Desk, profile: str, text: str, item_ids: list[UUID]) -> TrialOut:
    database, name = place.app.database, profile_named(profile).name
    with database.transaction() as session:
        trial = begin_trial(
            session,
            place.app.durable,
            place.app.trials[name],
            workspace_id=place.workspace_id,
            user_id=place.user_id,
            profile=name,
            text=text,
            model=model_for(place.app, name),
            item_ids=item_ids,
        )
    with database.transaction() as session:
        if not living_workers(session):
            say("No worker is running: start `pressroom serve`, or `pressroom worker`, in another terminal.")
    while True:
        with database.transaction() as session:
            found = TrialOut.of(queries.trial(session, place.workspace_id, place.user_id, trial.id))
        if found.paused_reason:
            raise Invalid(found.paused_reason, code="budget")
        if found.status is not TrialStatus.RUNNING:
            return found
        time.sleep(LOOK_SECONDS)


def _rows(current: TrialAnswerOut | None, candidate: TrialAnswerOut | None) -> list[tuple[str, ...]]:
    both = [(one and (one.values or {"error": one.error})) or {} for one in (current, candidate)]
    names = list(dict.fromkeys(name for one in both for name in one))
    return [(name, *(_shown(one.get(name)) for one in both)) for name in names]


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _prompt(context: typer.Context, workspace: str | None, profile: str) -> PromptOut:
    with desk(context, workspace) as place, place.app.database.transaction() as session:
        name = profile_named(profile).name
        return PromptOut.of(session, place.workspace_id, name, model_for(place.app, name))


def _words_in(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{file} cannot be read as text.", code="file") from error


def _tell(found: PromptOut, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    out.print(
        f"Version {found.version} is asked with now." if found.version else "The shipped prompt is asked with now."
    )
    if not found.is_read:
        say(UNREAD)
