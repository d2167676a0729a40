"""`pressroom admin`: what is done seldom, by who runs the server."""

from dataclasses import asdict
from typing import Annotated

import typer

from pressroom.cli.composer import Composer
from pressroom.cli.options import AsJson
from pressroom.cli.terminal import out, print_json, say
from pressroom.core.backups.sealing import Resealed, reseal
from pressroom.kernel.app import App
from pressroom.kernel.errors import Conflict
from pressroom.kernel.vault import keys_in_file, new_key, write_keys

admin = typer.Typer(name="admin", help="What is done seldom, by who runs the server.", no_args_is_help=True)


@admin.command("new-key")
def make_key() -> None:
    """Print a fresh key, to stand first in PRESSROOM_SECRET_KEYS."""
    out.print(new_key())


@admin.command("rotate-keys")
def rotate_keys(
    context: typer.Context,
    *,
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Make no new key; forget older ones, once nothing needs them.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Seal every stored secret anew with a new key, while everything runs.

    A key in the data folder is made here, and every process uses it at once; the old one stays behind it until
    `--drop-old`. Keys in PRESSROOM_SECRET_KEYS are yours to change: put the new one first, restart every process, then
    run this, and take the old one out.
    """
    composer: Composer = context.obj
    with composer.app() as app:
        if composer.key_file and not drop_old:
            write_keys(composer.key_file, [new_key(), *keys_in_file(composer.key_file)])
        done = _resealed(app)
        if drop_old:
            _drop_old(composer, done)
    if as_json:
        print_json({**asdict(done), "dropped_old": drop_old})
        return
    say(f"{done.resealed} of {done.total} stored secrets were sealed anew with the newest key.")
    if done.locked:
        say(f"{done.locked} open with no key: put the key back that sealed them, or connect those accounts anew.")
    elif not drop_old:
        say("The old key is not needed for them any more. `pressroom admin rotate-keys --drop-old` forgets it.")


def _resealed(app: App) -> Resealed:
    with app.database.transaction() as session:
        return reseal(session, app.vault)


def _drop_old(composer: Composer, done: Resealed) -> None:
    if composer.key_file is None:
        raise Conflict("The keys stand in PRESSROOM_SECRET_KEYS: take the old ones out there, and restart.")
    if done.locked:
        raise Conflict(
            f"{done.locked} stored secrets open with no key at hand, so nothing was forgotten. "
            "Put the key back that sealed them, or delete what they belong to."
        )
    write_keys(composer.key_file, keys_in_file(composer.key_file)[:1])
