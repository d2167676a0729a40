"""Blogs, the boards their pins go to, and accounts elsewhere, as a client asks for them."""

from http import HTTPStatus

from typing_extensions import Unpack

from pressroom.client.calls import Call, Id
from pressroom.client.groups import Group, M, Request, through
from pressroom.client.models import (
    ArticleList,
    ArticleOut,
    BoardList,
    BoardOut,
    ConnectionList,
    ConnectionOut,
    ListArticles,
    ListBoards,
    NewBoard,
    NewProject,
    ProjectList,
    ProjectOut,
    StartedScrape,
)

PROJECTS, ARTICLES = "/api/projects", "/api/articles"
BOARDS, CONNECTIONS = "/api/boards", "/api/connections"


class Projects(Group[M]):
    """Blogs whose articles become pins."""

    @Request
    def create(self, /, **new: Unpack[NewProject]) -> Call[ProjectOut]:
        """Add a blog."""
        return Call(method="POST", path=PROJECTS, answer=ProjectOut, json=new, status=HTTPStatus.CREATED, keyed=True)

    @Request
    def list(self) -> Call[ProjectList]:
        """Return all blogs."""
        return Call(method="GET", path=PROJECTS, answer=ProjectList)

    @Request
    def get(self, project_id: Id) -> Call[ProjectOut]:
        """Return one blog."""
        return Call(method="GET", path=f"{PROJECTS}/{{project_id}}", answer=ProjectOut, at={"project_id": project_id})

    @Request
    def scrape(self, project_id: Id) -> Call[StartedScrape]:
        """Look through a blog for new and changed articles, behind the answer."""
        return Call(
            method="POST",
            path=f"{PROJECTS}/{{project_id}}/scrape",
            answer=StartedScrape,
            at={"project_id": project_id},
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def add_article(self, project_id: Id, url: str) -> Call[ArticleOut]:
        """Fetch one article, behind the answer."""
        return Call(
            method="POST",
            path=ARTICLES,
            answer=ArticleOut,
            json={"project_id": project_id, "url": url},
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def articles(self, /, **wanted: Unpack[ListArticles]) -> Call[ArticleList]:
        """Return a page of articles, newest first."""
        return Call(method="GET", path=ARTICLES, answer=ArticleList, query=wanted)

    each_article = through(articles.describe)
    """Go through all articles that are wanted, page after page."""


class Boards(Group[M]):
    """Boards that pins go to."""

    @Request
    def list(self, /, **wanted: Unpack[ListBoards]) -> Call[BoardList]:
        """Return all boards that are wanted."""
        return Call(method="GET", path=BOARDS, answer=BoardList, query=wanted)

    @Request
    def create(self, /, **new: Unpack[NewBoard]) -> Call[BoardOut]:
        """Make a board, at an account or here alone."""
        return Call(method="POST", path=BOARDS, answer=BoardOut, json=new, status=HTTPStatus.CREATED)


class Connections(Group[M]):
    """Accounts elsewhere."""

    @Request
    def list(self) -> Call[ConnectionList]:
        """Return every account, and whether it still lets Pressroom in."""
        return Call(method="GET", path=CONNECTIONS, answer=ConnectionList)

    @Request
    def get(self, connection_id: Id) -> Call[ConnectionOut]:
        """Return one account."""
        return Call(
            method="GET",
            path=f"{CONNECTIONS}/{{connection_id}}",
            answer=ConnectionOut,
            at={"connection_id": connection_id},
        )
