"""`pressroom serve` and `pressroom worker`: the two processes that do the work."""

import gc
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import Thread
from typing import Annotated

import typer

from pressroom.cli.address import listening, shown_address
from pressroom.cli.composer import Composer, Serving
from pressroom.cli.options import AsJson
from pressroom.cli.terminal import out, print_json
from pressroom.core.accounts.actions import create_link, first_admin
from pressroom.core.accounts.queries import anyone_has_a_password
from pressroom.kernel.app import App
from pressroom.kernel.signals import call_on_signals, end_process
from pressroom.kernel.systemd import tell_systemd

LOOK_EVERY_SECONDS = 0.02


def serve(
    context: typer.Context,
    *,
    workers: Annotated[
        int | None,
        typer.Option(min=0, help="Worker processes beside the web server. Unset: PRESSROOM_WORKERS, which is 1."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Serve the pages and the API, with workers beside that do what is asked for there.

    Prints the address when it is ready and, as long as nobody has set a password, a link that signs in once. Runs
    until Ctrl-C or SIGTERM: steps under way may finish, and what is unfinished goes on at the next start.
    """
    composer: Composer = context.obj
    number = composer.settings.workers if workers is None else workers
    with suppress(KeyboardInterrupt), listening(composer.settings) as listener, at_work(composer, number) as app:
        web = composer.web(app)
        gc.freeze()  # what is loaded stays; to look through it for garbage would hold requests up for 0.1 seconds
        address = shown_address(composer.settings, listener)
        Thread(target=_announce, args=(app, web, address, as_json), name="announce", daemon=True).start()
        web.run([listener])


def worker(context: typer.Context) -> None:
    """Carry runs; start as many as you like, here or on other machines with the same database and storage.

    Runs until Ctrl-C or SIGTERM: steps under way may finish, and what is unfinished goes back on the queue.
    """
    composer: Composer = context.obj
    with composer.app() as app:
        running = composer.worker(app)
        call_on_signals(running.stop)
        gc.freeze()  # as above
        running.run()
    end_process()


@contextmanager
def at_work(composer: Composer, workers: int) -> Iterator[App]:
    """Give a composed installation with worker processes beside it; they stop before it is let go."""
    supervisor = composer.supervisor(workers)
    supervisor.start()  # before the rest, for a worker takes longest to be ready
    with ExitStack() as stack:
        stack.callback(supervisor.stop)  # should the rest fail; stopping twice does no harm
        app = stack.enter_context(composer.app())
        stack.callback(supervisor.stop)
        yield app


def sign_in_link(app: App, address: str) -> str:
    """Return an address that signs the first admin in, once and within a day."""
    with app.database.transaction() as session:
        user, workspace = first_admin(session, starting_credits=app.starting_credits)
        token = create_link(session, workspace_id=workspace.id, user_id=user.id)
    return f"{address}/sign-in/link?token={token}"


def _announce(app: App, web: Serving, address: str, as_json: bool) -> None:  # noqa: FBT001  # a thread's argument
    while not web.started:
        time.sleep(LOOK_EVERY_SECONDS)
    tell_systemd("READY=1")
    with app.database.transaction() as session:
        is_new = not anyone_has_a_password(session)
    link = sign_in_link(app, address) if is_new else None
    if as_json:
        print_json({"address": address, "sign_in_link": link})
        return
    out.print(f"Pressroom is ready at {address}", soft_wrap=True)
    if link:
        out.print(f"Sign in, once and within a day, with {link}", soft_wrap=True)
