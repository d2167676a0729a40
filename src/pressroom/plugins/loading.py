"""The plug-ins folder read when a process starts: each file by itself, what is wrong with one keeps no other away."""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import import_module, invalidate_caches
from pathlib import Path
from types import ModuleType
from typing import Any

from pressroom.catalogue import CATALOGUE
from pressroom.core.events.rules import TOLD
from pressroom.core.floor.catalogue import Story, Trouble
from pressroom.core.floor.queues import CONCURRENCY, MOST_AT_ONCE, QUEUES, Queue
from pressroom.kernel.errors import Conflict, PressroomError
from pressroom.kernel.log import logger
from pressroom.plugins.starting import start
from pressroom.plugins.workflows import make_known
from pressroom.workflow import Definition
from pressroom.workflow.steps import told

log = logger(__name__)

PACKAGE = "pressroom_plugins"
"""The package that the files of the folder are modules of, so that they may import each other."""
PACE = (0.2, 1.0)

_read: set[Path] = set()


def load_plugins(folder: Path) -> None:
    """Take in every workflow of the files in a folder, once for a process; a file that cannot be used is told of."""
    folder = folder.absolute()
    if folder in _read or not folder.is_dir():
        return
    _read.add(folder)
    _make_package(folder)
    for path in sorted(folder.glob("*.py")):
        if not path.name.startswith(("_", ".")):
            _load(path)


def _make_package(folder: Path) -> None:
    """Let the folder be a package; files of the same names in a folder that was read before are not those of this."""
    for name in [one for one in sys.modules if one.startswith(f"{PACKAGE}.")]:
        del sys.modules[name]
    package = ModuleType(PACKAGE, "Files of the plug-ins folder.")
    package.__path__ = [str(folder)]
    sys.modules[PACKAGE] = package
    invalidate_caches()


def _load(path: Path) -> None:
    """Take in what a file has, all of it or nothing."""
    try:
        definitions = list(_defined(import_module(f"{PACKAGE}.{path.stem}")))
        stories = [_story(one, path.name) for one in definitions]
        _check(stories)
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever a file does, the server starts without it
        CATALOGUE.leave_out(Trouble(path.name, _reason(error)))
        log.error("a plug-in is left out", file=path.name, reason=_reason(error))  # noqa: TRY400  # it says where
        return
    for definition, story in zip(definitions, stories, strict=True):
        make_known(definition)
        QUEUES[story.name] = _queue(definition, path.name)
        CATALOGUE.add(story)
    log.debug("plug-in loaded", file=path.name, workflows=[one.name for one in stories])


def _defined(module: ModuleType) -> Iterator[Definition[..., Any]]:
    """Yield the workflows that a file itself has, and not those it imports."""
    for one in vars(module).values():
        if isinstance(one, Definition) and one.function.__module__ == module.__name__:
            yield one


def _story(definition: Definition[..., Any], file: str) -> Story:
    return Story(
        name=definition.name,
        about=definition.about,
        queue=definition.name,
        events=definition.events,
        schedule=definition.cron,
        input=definition.input,
        start=partial(start, definition),
        retries="3 tries of a step that asks for it",
        source=file,
    )


def _queue(definition: Definition[..., Any], file: str) -> Queue:
    """Return the queue of a workflow: its own, so that only workers that have its file take its runs."""
    has_limit = definition.concurrency is not None
    return Queue(
        name=definition.name,
        about=f"Runs of your own workflow in {file}.",
        at_once=CONCURRENCY,
        pace=PACE,
        of_partition=definition.concurrency,
        partition_of=definition.key or ("workflow" if has_limit else ""),
        most_of_partition=MOST_AT_ONCE if has_limit else None,
    )


def _check(stories: Sequence[Story]) -> None:
    """Raise Conflict where the name of a workflow, or an event, is another's already."""
    names, events = {one.name: one for one in CATALOGUE}, CATALOGUE.events()
    for one in stories:
        if one.name in names or one.name in QUEUES:
            raise Conflict(f"There is a workflow or a queue called {one.name} already. Choose another name.")
        for event in set(one.events) - set(TOLD):
            if event in events:
                raise Conflict(f"The event {event} begins {events[event].name} already. Choose another name for it.")
        names[one.name] = one
        events = {**events, **dict.fromkeys(one.events, one)}


def _reason(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {error.msg}"
    if isinstance(error, PressroomError):
        return str(error)
    return told(error) if isinstance(error, Exception) else f"It ends the process ({type(error).__name__}: {error})."
