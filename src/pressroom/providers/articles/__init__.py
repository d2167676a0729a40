"""Blogs of strangers: their posts are found by feed or sitemap, and read with the pictures they show.

`WebArticleReader` fetches from public servers, and takes apart what they send in child processes; `web_article_reader`
makes one of settings. `FakeArticleReader` holds sites in memory, and is what tests of other parts use.
"""

from pressroom.providers.articles.article import (
    ArticleReader,
    ArticleRefused,
    Found,
    Known,
    Listing,
    NotAnArticle,
    PictureFound,
    Post,
    digest_of,
)
from pressroom.providers.articles.choice import web_article_reader
from pressroom.providers.articles.fake import FakeArticleReader
from pressroom.providers.articles.reader import WebArticleReader

__all__ = [
    "ArticleReader",
    "ArticleRefused",
    "FakeArticleReader",
    "Found",
    "Known",
    "Listing",
    "NotAnArticle",
    "PictureFound",
    "Post",
    "WebArticleReader",
    "digest_of",
    "web_article_reader",
]
