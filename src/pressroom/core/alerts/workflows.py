"""The round that looks each minute whether all is well, and tells owners of what is not."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil
from dbos import DBOS
from sqlalchemy.orm import Session

from pressroom.core.alerts.actions import settle
from pressroom.core.alerts.looking import found
from pressroom.core.alerts.models import Alert
from pressroom.core.alerts.rules import TITLES, Cause
from pressroom.core.floor.catalogue import Catalogue
from pressroom.kernel.app import App
from pressroom.kernel.durable import Failure, RunFailed, pause, step, transaction
from pressroom.kernel.failure import BUSY
from pressroom.kernel.toolbox import Toolbox
from pressroom.providers.mail import Mailer


@dataclass(frozen=True, slots=True)
class Tools:
    """What the round works with; bound once by the composition root."""

    app: App
    catalogue: Catalogue
    folder: Path
    mailer: Mailer | None


WAITS = (60.0, 300.0, 1800.0, 7200.0)
"""Seconds after which a letter is written again that the mail server did not take just then."""
_toolbox = Toolbox[Tools]()
bind = _toolbox.bind


@DBOS.workflow(name="look_for_alerts")
def look_for_alerts(_scheduled_at: datetime, _context: object) -> dict[str, int]:
    """Raise what is wrong, end what is well again, and write to whom it concerns."""
    match room_left():
        case Failure() as failure:
            raise RunFailed(failure.reason)
        case (free, total):
            letters = settle_alerts(free, total)
    return {"changed": len(letters), "mailed": sum(_mailed(*letter) for letter in letters)}


def _mailed(key: str, subject: str, text: str) -> bool:
    """Write a letter, and later again while the mail server is busy or away; tell whether it went."""
    for wait in WAITS:
        match mail_alert(key, subject, text):
            case Failure(code=code) if code == BUSY:
                pause(wait)
            case answer:
                return answer is True
    return mail_alert(key, subject, text) is True


@step
def room_left() -> tuple[int, int] | Failure:
    """Return how many bytes of the disk are free, and of how many."""
    usage = psutil.disk_usage(str(_toolbox().folder))
    return usage.free, usage.total


@transaction
def settle_alerts(session: Session, free: int, total: int) -> list[tuple[str, str, str]]:
    """Write down what is wrong and what no longer is; return the letters that tell of it."""
    tools = _toolbox()
    settled = settle(session, tools.app, tools.catalogue, found(session, free=free, total=total))
    where = f"{tools.app.public_url}/alerts"
    return [
        *(_letter(one, "raised", "", where) for one in settled.raised),
        *(_letter(one, "ended", "Well again: ", where) for one in settled.ended),
    ]


@step
def mail_alert(key: str, subject: str, text: str) -> bool | Failure:
    """Write to whom alerts concern, where mail is set up; return whether it was sent.

    Sent once more after a crash, a letter has the `key` it had, by which mail programs know it again.
    """
    mailer = _toolbox().mailer
    if mailer is None:
        return False
    mailer.send(subject, text, key=key)
    return True


def _letter(alert: Alert, what: str, before: str, where: str) -> tuple[str, str, str]:
    title = TITLES[Cause(alert.cause)]
    return f"{alert.id}.{what}", f"Pressroom: {before}{title}", f"{before}{title}\n\n{alert.reason}\n\n{where}\n"
