"""`pressroom backup` and `pressroom restore`: the whole installation in one file."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from pressroom.cli.composer import Composer
from pressroom.cli.options import AsJson
from pressroom.cli.terminal import print_facts, print_json, say
from pressroom.core.backups.making import back_up
from pressroom.core.backups.manifest import Manifest
from pressroom.core.backups.plugins import plugin_files
from pressroom.core.backups.restoring import restore as put_back
from pressroom.core.floor.actions import pause_everything
from pressroom.features.pins.publishing.actions.doubts import doubt_since
from pressroom.kernel.errors import Invalid

KEPT = "{} has files already: they stay, and those of the backup were left in it."
PAUSED = (
    "Start it with `pressroom serve`: nothing of it begins until its queues are resumed, on the page Queues or by "
    "`pressroom queues resume NAME`."
)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="File to write, such as `press-2026-11-22.tar`; it must not exist.")],
    *,
    no_files: Annotated[
        bool, typer.Option("--no-files", help="Leave stored files out, for a bucket that is backed up by itself.")
    ] = False,
    no_key: Annotated[
        bool, typer.Option("--no-key", help="Leave the key of stored secrets out; keep it somewhere else then.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write everything to one file while work goes on: documents, pictures, pins, runs under way, accounts, secrets.

    The file is for you alone (mode 0600): with the key in it, whoever has it can open the stored tokens.
    """
    composer: Composer = context.obj
    with composer.app() as app:
        key_file = None if no_key else composer.key_file
        plugins = composer.settings.plugins_folder
        made = back_up(app, file, key_file=key_file, with_files=not no_files, plugins=plugins)
    if as_json:
        print_json({"file": str(file.absolute()), "bytes": file.stat().st_size, **asdict(made)})
        return
    print_facts({"Backup": f"{file} ({file.stat().st_size / 1e6:,.1f} MB)", **_facts(made)})
    if made.missing:
        say(
            f"{len(made.missing)} files were missing from the storage before the backup: {', '.join(made.missing[:5])}."
        )


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that `pressroom backup` wrote.")],
    *,
    paused: Annotated[
        bool, typer.Option("--paused", help="Pause every queue, to look at what is there while the other one goes on.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fill a new, empty installation with a backup; never over data. Work that was under way goes on at the start.

    Stop the installation that was backed up before you start this one: both would go on with the same work. Pins that
    were due or under way since the backup are looked for on their boards before they are sent.
    """
    composer: Composer = context.obj
    if not file.is_file():
        raise Invalid(f"There is no file {file}.")
    are_there = any(plugin_files(plugins := composer.settings.plugins_folder))
    with composer.ground() as ground:
        found = put_back(
            file,
            url=ground.database_url,
            engine=ground.engine,
            storage=ground.storage,
            key_file=ground.key_file,
            plugins=plugins,
        )
        with Session(ground.engine) as session, session.begin():
            doubted = doubt_since(session, datetime.fromisoformat(found.made_at))
            if paused:
                pause_everything(session)
    if as_json:
        print_json({"file": str(file.absolute()), "pins_in_doubt": doubted, "paused": paused, **asdict(found)})
        return
    print_facts({"Restored": f"{file}, made {found.made_at}", **_facts(found)})
    if doubted:
        say(f"Pins that may have been published since: {doubted}. Their boards are looked at before anything is sent.")
    if are_there and found.plugins:
        say(KEPT.format(plugins))
    say(PAUSED if paused else "Start it with `pressroom serve`, once the other one is stopped.")


def _facts(manifest: Manifest) -> dict[str, str]:
    holds = manifest.contents
    return {
        "Of": f"Pressroom {manifest.version}, tables {manifest.revision}",
        "Holds": f"{holds.documents:,} documents, {holds.pictures:,} pictures, {holds.pins:,} pins",
        "Users": f"{holds.users:,}",
        "Runs under way": f"{holds.runs_under_way:,}",
        "Files": f"{manifest.files:,} ({manifest.file_bytes / 1e6:,.1f} MB)" if manifest.holds_files else "left out",
        "Plug-ins": ", ".join(manifest.plugins) or "none",
        "Key": _about_key(manifest),
    }


def _about_key(manifest: Manifest) -> str:
    if manifest.holds_key:
        return "is in it: who has the file can open the secrets in it. Keep it as you keep passwords."
    sealed = manifest.contents.sealed_secrets
    return (
        f"is NOT in it: {sealed} stored secrets open only with your secret.key or PRESSROOM_SECRET_KEYS. "
        "Keep it somewhere else; without it, accounts have to be connected anew."
    )
