"""Chooses the source a kind of place stands for, without its library until it is used."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.sources.local import LocalFolder
from pressroom.providers.sources.source import FileSource


def source_for(
    kind: str,
    *,
    token: Callable[[], str] | None = None,
    api_url: str | None = None,
    timeout_seconds: float = 60,
    page_size: int = 500,
) -> FileSource:
    """Return the source of a kind: `folder`, or `google_drive`, which needs `token`.

    `token` is asked for a valid access token before every request; it may raise what a refresh raises.
    Raises ProviderRefused, saying what to do, when the kind is unknown or its library is not installed.
    """
    if kind == "folder":
        return LocalFolder(max_files_a_look=page_size)
    if kind != "google_drive" or token is None:
        raise ProviderRefused(f'There is no source of the kind "{kind}".')
    if find_spec("googleapiclient") is None:
        raise ProviderRefused(
            'Google Drive needs a library that is not installed. Install it with `pip install "pressroom[drive]"`.'
        )
    google_drive = import_module("pressroom.providers.sources.google_drive")
    source: FileSource = google_drive.GoogleDrive(
        token=token, api_url=api_url, timeout_seconds=timeout_seconds, page_size=page_size
    )
    return source
