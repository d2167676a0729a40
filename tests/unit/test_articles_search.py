"""A search for a site's posts ends, however many sitemaps the site has, and says where it did."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pressroom.providers.articles import Found
from pressroom.providers.articles.finding import MOST_LOOKS, MOST_POSTS, Search
from pressroom.providers.articles.listed import Listed

SITE = "https://example.org/"


@dataclass(slots=True)
class Site:
    """A front page, and sitemaps of which the indexes name more of both without end."""

    posts: int
    """How many posts each sitemap lists."""
    looks: list[str] = field(default_factory=list)

    def look(self, url: str) -> Listed:
        """Return what is at an address."""
        self.looks.append(url)
        if url == SITE or "sitemap" not in url:
            return Listed(url=url, kind="page")
        if "index" in url:
            further = [f"{SITE}post-sitemap-{len(self.looks)}-{at}{'-index' * (at % 2)}.xml" for at in range(60)]
            return Listed(url=url, kind="index", further=further)
        found = [Found(url=f"{SITE}2026/01/post-{len(self.looks)}-{at}") for at in range(self.posts)]
        return Listed(url=url, kind="sitemap", found=found, number=self.posts)

    def named(self, _url: str) -> Sequence[str]:
        """Return what robots.txt names."""
        return [f"{SITE}sitemap-index-{at}.xml" for at in range(100)]


def test_a_site_of_indexes_without_end_is_asked_for_so_many_files_and_the_listing_says_so() -> None:
    site = Site(posts=10)
    listing = Search(site.look, site.named).run(SITE)
    assert len(site.looks) == MOST_LOOKS
    assert listing.via == "sitemap"
    assert listing.found
    assert "ended after 40" in " ".join(listing.notes)


def test_a_search_begins_at_an_index_with_the_same_end() -> None:
    site = Site(posts=10)
    listing = Search(site.look, site.named).run(f"{SITE}sitemap-index.xml")
    assert len(site.looks) <= MOST_LOOKS
    assert listing.found


def test_no_sitemap_is_read_beyond_the_posts_that_are_taken() -> None:
    site = Site(posts=3000)
    listing = Search(site.look, site.named).run(SITE)
    assert len([one for one in site.looks if "post-sitemap" in one and "index" not in one]) == 2
    assert len(listing.found) == MOST_POSTS
    assert "The site lists 6,000 posts or more; the first 5,000 are taken." in listing.notes
