"""The command line, one file a command group; everything it needs comes from the composer it is given.

Results go to standard output, everything else to standard error. A command ends with 0 when all went well, 1 when
work failed, 2 when it was used wrongly, and 130 when it was interrupted.
"""

import signal
import sys
from typing import NoReturn

from sqlalchemy.exc import OperationalError

from pressroom.cli.composer import Composer
from pressroom.cli.root import root
from pressroom.cli.terminal import complain
from pressroom.kernel.errors import Invalid, PressroomError
from pressroom.kernel.settings import WrongSettings

__all__ = ["leave", "run"]

FAILED, WRONGLY_USED = 1, 2


def run(composer: Composer) -> None:
    """Run the command that was typed; what goes wrong is one line on standard error and an exit code."""
    # SIGTERM as Ctrl-C, so that whatever a command holds is let go: workers, the embedded database.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        root(prog_name="pressroom", obj=composer)
    except (PressroomError, OperationalError, OSError) as error:
        leave(error)


def leave(error: PressroomError | OperationalError | OSError) -> NoReturn:
    """Say in one red line what went wrong and what to do, and end the process."""
    match error:
        case PressroomError():
            complain(_line(error))
        case OperationalError():
            complain(
                f"The database does not answer: {_line(error.orig)}. Check PRESSROOM_DATABASE_URL, then try again."
            )
        case _:
            complain(f"{_line(error)}. `pressroom doctor` may tell more.")
    sys.exit(WRONGLY_USED if isinstance(error, Invalid | WrongSettings) else FAILED)


def _line(error: BaseException | None) -> str:
    return " ".join(str(error).split())
