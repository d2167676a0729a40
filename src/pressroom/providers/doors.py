"""What an installation reaches outside with, once composed: handed to every delivery beside the installation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pressroom.providers.articles import ArticleReader
from pressroom.providers.embed import Embedder
from pressroom.providers.oauth import OAuthProvider
from pressroom.providers.pictures import PictureReader
from pressroom.providers.pinterest import OpenPinterest
from pressroom.providers.sources import FileSource
from pressroom.providers.webhooks import WebhookSender


class OpenSource(Protocol):
    """Opens a place that holds files."""

    def __call__(self, kind: str, *, token: Callable[[], str] | None = None) -> FileSource:
        """Return the source of a kind; `token` gives a valid access token where the kind needs one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The ways out: accounts, places of files, readers of pictures, texts and blogs, Pinterest, webhooks."""

    oauth: Mapping[str, OAuthProvider]
    source: OpenSource
    embedder: Embedder
    pictures: PictureReader
    articles: ArticleReader
    pinterest: OpenPinterest
    webhooks: WebhookSender
    media_roots: Sequence[Path] = field(default=())
    """The folders of this server that people may have looked through."""
