"""Workflows of an owner's own: files in a folder, taken in by this process for as long as a test runs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from pressroom.catalogue import CATALOGUE
from pressroom.core.floor.queues import QUEUES
from pressroom.plugins.loading import load_plugins

PlugIn = Callable[..., Path]
"""Writes files, each given as `name="content"`, into a folder of plug-ins and takes them in; returns the folder."""


def write_plugins(folder: Path, **files: str) -> Path:
    """Write files into a folder of plug-ins; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.py").write_text(dedent(content), encoding="utf-8")
    return folder


@pytest.fixture
def plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PlugIn]:
    """Take files in as plug-ins; after the test, nothing knows them any more."""
    monkeypatch.setattr(CATALOGUE, "_stories", {one.name: one for one in CATALOGUE})
    monkeypatch.setattr(CATALOGUE, "_troubles", list(CATALOGUE.troubles))
    queues = dict(QUEUES)

    def plug_in(**files: str) -> Path:
        folder = write_plugins(tmp_path / "plugins", **files)
        load_plugins(folder)
        return folder

    yield plug_in
    for name in QUEUES.keys() - queues.keys():
        del QUEUES[name]
