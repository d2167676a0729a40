"""Ways out of an installation that lead nowhere: the shipped fakes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pressroom.providers.articles import ArticleReader, FakeArticleReader
from pressroom.providers.doors import Doors
from pressroom.providers.embed import Embedder, FakeEmbedder
from pressroom.providers.oauth import FakeOAuthProvider, OAuthProvider, PinterestSandbox
from pressroom.providers.pictures import FakePictureReader, PictureReader
from pressroom.providers.pinterest import FakePinterest, OpenPinterest
from pressroom.providers.sources import FakeSource, FileSource, source_for
from pressroom.providers.webhooks import FakeWebhookSender, WebhookSender


def fake_doors(
    *,
    source: FileSource | None = None,
    oauth: OAuthProvider | None = None,
    embedder: Embedder | None = None,
    pictures: PictureReader | None = None,
    articles: ArticleReader | None = None,
    pinterest: OpenPinterest | None = None,
    pinterest_oauth: OAuthProvider | None = None,
    webhooks: WebhookSender | None = None,
    media_roots: Sequence[Path] = (),
) -> Doors:
    """Return doors of fakes, but for those given; a folder of this server is a real one unless `source` is given."""
    drive = source or FakeSource()

    def opened(kind: str, *, token: Callable[[], str] | None = None) -> FileSource:
        if kind == "folder" and source is None:
            return source_for(kind)
        if token is not None:
            token()  # as a real one asks for it
        return drive

    providers = (
        oauth or FakeOAuthProvider(),
        pinterest_oauth or FakeOAuthProvider(name="pinterest", label="Pinterest"),
        PinterestSandbox(),
    )
    return Doors(
        oauth={provider.name: provider for provider in providers},
        source=opened,
        embedder=embedder or FakeEmbedder(),
        pictures=pictures or FakePictureReader(),
        articles=articles or FakeArticleReader(),
        pinterest=pinterest or FakePinterest(),
        webhooks=webhooks or FakeWebhookSender(),
        media_roots=media_roots,
    )
