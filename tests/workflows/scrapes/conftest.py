"""A blog in memory, and a worker that reads it."""

from uuid import UUID

import pytest

from pressroom.providers.articles import FakeArticleReader
from tests.articles import SITE, Blogs, post
from tests.doors import fake_doors
from tests.workflows.conftest import StartWorker


@pytest.fixture
def reader() -> FakeArticleReader:
    """A blog with three posts; soup is the newest."""
    reader = FakeArticleReader()
    for name in ("bread", "cake", "soup"):
        reader.publish(SITE, post(name))
    return reader


@pytest.fixture
def project_id(blogs: Blogs, reader: FakeArticleReader, start_worker: StartWorker) -> UUID:
    """A project of that blog, and a worker at work."""
    start_worker(doors=fake_doors(articles=reader))
    return blogs.project()
