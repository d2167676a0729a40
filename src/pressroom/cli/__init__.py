"""The command line, one file a command group; everything it needs comes from the composer it is given.

Results go to standard output, everything else to standard error. A command ends with 0 when all went well, 1 when
work failed, 2 when it was used wrongly, and 130 when it was interrupted.
"""

import signal
import sys

from sqlalchemy.exc import OperationalError

from pressroom.cli.composer import Composer
from pressroom.cli.root import root
from pressroom.cli.terminal import complain
from pressroom.kernel.errors import Invalid, PressroomError

__all__ = ["run"]

FAILED, WRONGLY_USED = 1, 2


def run(composer: Composer) -> None:
    """Run the command that was typed; what goes wrong is one line on standard error and an exit code."""
    # SIGTERM as Ctrl-C, so that whatever a command holds is let go: workers, the embedded database.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        root(prog_name="pressroom", obj=composer)
    except Invalid as error:
        _leave(str(error), WRONGLY_USED)
    except PressroomError as error:
        _leave(str(error), FAILED)
    except OperationalError as error:
        _leave(f"The database does not answer: {error.orig}. Check PRESSROOM_DATABASE_URL, then try again.", FAILED)
    except OSError as error:
        _leave(f"{error}. `pressroom doctor` may tell more.", FAILED)


def _leave(message: str, code: int) -> None:
    complain(" ".join(message.split()))
    sys.exit(code)
