"""Blogs of strangers: their posts are found by feed or sitemap, and read with the pictures they show.

`FakeArticleReader` holds sites in memory, and is what tests of other parts use.
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
from pressroom.providers.articles.fake import FakeArticleReader

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
    "digest_of",
]
