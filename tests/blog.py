"""A small real blog on loopback: what it publishes can be changed, what it answers can be told, and it remembers.

`with blog() as site:` then `site.url` is its front page, `site.posts` what it published, `site.requests` what it was
asked and when. `site.at("/big")` is one of its worse pages, listed in `tests/blog_traps.py`. `hurried_reader()` reads
it without pausing between requests.
"""

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pressroom.providers.articles import WebArticleReader, web_article_reader
from tests import blog_pages
from tests.blog_posts import BlogPicture, BlogPost, published
from tests.blog_traps import HTML, XML, Answer, trap
from tests.pictures import encoded, scene

ROBOTS = "User-agent: *\nDisallow: /secret/\n"


@dataclass(frozen=True, slots=True)
class BlogRequest:
    """What the blog was asked, and when, as `time.monotonic` counts."""

    path: str
    at: float
    headers: Mapping[str, str]


@dataclass
class Blog:
    """What the blog shows, and what it was asked."""

    url: str = ""
    """Its front page."""
    posts: list[BlogPost] = field(default_factory=published)
    requests: list[BlogRequest] = field(default_factory=list)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    """What it answers next at a path, first one first, instead of what it would."""
    robots: str | None = ROBOTS
    """None: there is no robots.txt."""
    has_feed: bool = True
    names_feed: bool = True
    """Whether the front page says where the feed is."""
    has_sitemap: bool = True
    has_etags: bool = True
    pictures: dict[str, BlogPicture] = field(default_factory=dict)
    """Pictures beside those of the posts, by path."""

    def at(self, path: str) -> str:
        """Return the address of a path."""
        return self.url.rstrip("/") + path

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(request.path == path for request in self.requests)

    def publish(self, post: BlogPost) -> BlogPost:
        """Add a post, the newest; return it with its address."""
        post.url = self.at(post.path)
        self.posts.insert(0, post)
        return post

    def remove_picture(self, path: str) -> None:
        """Let a picture vanish; the pages still show it."""
        self.answers[path] = [Answer(b"Gone.", status=404, kind="text/plain")] * 100

    def answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer to a request."""
        bare = path.partition("?")[0]
        if waiting := self.answers.get(bare):
            return waiting.pop(0)
        found = self._page(bare) or self._listing(bare) or self._picture(bare) or trap(self.url, path)
        found = found or Answer(b"<h1>Not found</h1>", status=404)
        return self._tagged(found, headers) if self.has_etags and found.status == 200 else found

    def _page(self, path: str) -> Answer | None:
        if path == "/":
            return Answer(blog_pages.front_page(self.posts, names_feed=self.has_feed and self.names_feed).encode())
        found = next((post for post in self.posts if post.path == path), None)
        return Answer(blog_pages.post_page(found).encode()) if found else None

    def _listing(self, path: str) -> Answer | None:
        if path == "/robots.txt" and self.robots is not None:
            return Answer(self.robots.encode(), kind="text/plain")
        if path == "/feed" and self.has_feed:
            return Answer(blog_pages.rss(self.posts).encode(), kind="application/rss+xml")
        if path == "/atom.xml" and self.has_feed:
            return Answer(blog_pages.atom(self.posts).encode(), kind="application/atom+xml")
        return self._sitemap(path) if self.has_sitemap else None

    def _sitemap(self, path: str) -> Answer | None:
        if path == "/sitemap.xml":
            parts = [self.at("/sitemap-posts.xml"), self.at("/sitemap-pages.xml.gz")]
            return Answer(blog_pages.sitemap_index(parts).encode(), kind=XML)
        if path == "/sitemap-posts.xml":
            posts = [(post.url, post.published) for post in self.posts]
            return Answer(blog_pages.sitemap(posts).encode(), kind=XML)
        if path == "/sitemap-pages.xml.gz":
            pages = [(self.at("/about"), "2025-01-01"), (self.url, "2026-01-01")]
            return Answer(gzip.compress(blog_pages.sitemap(pages).encode()), kind="application/gzip")
        return None

    def _picture(self, path: str) -> Answer | None:
        shown = {picture.path: picture for post in self.posts for picture in post.pictures} | self.pictures
        return Answer(_drawn(shown[path].seed, shown[path].size), kind="image/jpeg") if path in shown else None

    def _tagged(self, answer: Answer, headers: Mapping[str, str]) -> Answer:
        """Return an answer with its mark, or none of it when the mark is known."""
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        if headers.get("if-none-match") == etag:
            return Answer(b"", status=304, headers={"ETag": etag})
        return Answer(answer.body, answer.status, answer.kind, {"ETag": etag, **answer.headers}, answer.drips)


@contextmanager
def blog() -> Iterator[Blog]:
    """Run a blog on a port of its own."""
    site = Blog()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(site))
    httpd.daemon_threads = True
    site.url = f"http://127.0.0.1:{httpd.server_port}/"
    for post in site.posts:
        post.url = site.at(post.path)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def hurried_reader(*, pace_seconds: float = 0.0) -> WebArticleReader:
    """Return a reader of blogs on this machine that need not be spared."""
    return web_article_reader(public_url="https://press.example.org", allow_loopback=True, pace_seconds=pace_seconds)


@cache
def _drawn(seed: int, size: tuple[int, int]) -> bytes:
    return encoded(scene(seed, size), "JPEG", quality=80)


def _handler_of(site: Blog) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.requests.append(BlogRequest(self.path, time.monotonic(), headers))
            with suppress(OSError):  # a reader that has had enough is gone
                self.send(site.answer(self.path, headers), headers.get("range"))

        def send(self, answer: Answer, asked: str | None) -> None:
            body, status = answer.body, answer.status
            if asked and status == 200 and answer.kind.startswith("image/"):
                body, status = body[: int(asked.rpartition("-")[2]) + 1], 206
            self.send_response(status)
            kind = {} if "Content-Type" in answer.headers else {"Content-Type": answer.kind}
            for name, value in {**kind, **answer.headers}.items():
                self.send_header(name, value)
            if not answer.drips:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            while answer.drips:
                time.sleep(0.05)
                self.wfile.write(answer.drips)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
            del format, args

    return Handler


__all__ = ["HTML", "XML", "Answer", "Blog", "BlogPicture", "BlogPost", "BlogRequest", "blog", "hurried_reader"]
