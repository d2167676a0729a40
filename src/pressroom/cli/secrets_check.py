"""What `pressroom doctor` says of stored secrets: whether this machine opens them, and will open those of others."""

import socket

from pressroom.cli.checks import Check, State
from pressroom.core.backups.sealing import locked
from pressroom.core.runs.workers import living_workers
from pressroom.kernel.app import App
from pressroom.kernel.settings import Settings

NAME = "Stored secrets"


def stored_secrets(app: App, settings: Settings) -> Check:
    """Look whether the keys at hand open what is stored, and whether machines that work on it have keys in common."""
    with app.database.transaction() as session:
        total, number = locked(session, app.vault)
        others = sorted({one.host for one in living_workers(session)} - {socket.gethostname()})
    if number:
        return Check(
            NAME,
            State.FAILED,
            f"{number} of {total} open with none of the keys here.",
            "Put the key back that sealed them, into PRESSROOM_SECRET_KEYS or secret.key, or enter those secrets anew.",
        )
    if others and not settings.secret_keys:
        return Check(
            NAME,
            State.WARNING,
            f"Workers on {', '.join(others)} use this database too, and the key here is a file in this data folder.",
            "Unless they have the same folder, give every machine the same PRESSROOM_SECRET_KEYS: the lines of "
            "secret.key. What one seals the others cannot open else.",
        )
    return Check(NAME, State.OK, f"{total}, and the keys here open each" if total else "none yet")
