"""What crosses the API about articles."""

from collections.abc import Sequence
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from pressroom.core.metadata.schemas import without_nul
from pressroom.features.pins.articles.models import Article, ArticlePicture, ArticleStatus
from pressroom.features.pins.articles.queries import Progress
from pressroom.features.pins.projects.rules import LONGEST_ADDRESS
from pressroom.features.pins.projects.schemas import ScrapeProgress
from pressroom.kernel.clock import Instant

Address = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_ADDRESS), without_nul
]


class NewArticle(BaseModel):
    """An article to be fetched for a project."""

    project_id: UUID
    url: Address


class PictureOut(BaseModel):
    """A picture an article shows; width and height are in pixels, where they are known."""

    id: UUID
    url: str
    alt: str
    caption: str
    position: int
    width: int | None
    height: int | None

    @classmethod
    def of(cls, picture: ArticlePicture) -> Self:
        """Return a picture as the API shows it."""
        return cls(**{name: getattr(picture, name) for name in cls.model_fields})


class ArticleOut(BaseModel):
    """A post of a blog."""

    id: UUID
    project_id: UUID
    url: str
    address: str = Field(description="Where it was found; `url` is what it calls itself.")
    title: str | None
    description: str | None
    words: int
    language: str | None
    author: str | None
    published_at: Instant | None
    notes: list[str]
    status: ArticleStatus
    error: str | None
    error_code: str | None
    run_id: str | None
    fetched_at: Instant | None
    created_at: Instant
    updated_at: Instant
    deleted_at: Instant | None

    @classmethod
    def of(cls, article: Article) -> Self:
        """Return an article as the API shows it."""
        return cls(**{name: getattr(article, name) for name in cls.model_fields})


class ArticleDetail(ArticleOut):
    """A post of a blog with the pictures it shows, and how long its text is."""

    text_length: int
    pictures: list[PictureOut]

    @classmethod
    def with_pictures(cls, article: Article, pictures: Sequence[ArticlePicture], *, text_length: int) -> Self:
        """Return an article as the API shows it alone."""
        told = ArticleOut.of(article).model_dump()
        return cls(**told, text_length=text_length, pictures=[PictureOut.of(one) for one in pictures])


class ArticleList(BaseModel):
    """A page of articles."""

    items: list[ArticleOut]
    next_cursor: str | None


def scrape_progress(progress: Progress) -> ScrapeProgress:
    """Return how far a scrape is, as the API shows it."""
    return ScrapeProgress(**{name: getattr(progress, name) for name in ScrapeProgress.model_fields})
