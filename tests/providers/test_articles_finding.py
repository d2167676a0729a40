"""Finding the posts of a site: by feed, by sitemap, by links, and whatever state those are in."""

import gzip
from collections.abc import Iterator

import pytest

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles import ArticleRefused, Listing
from pressroom.providers.articles.finding import MOST_POSTS, MOST_SITEMAPS
from pressroom.providers.articles.links import tidied
from pressroom.providers.articles.slugs import is_post, likely
from tests.blog import XML, Answer, Blog, blog, hurried_reader
from tests.blog_pages import rss, sitemap, sitemap_index


@pytest.fixture
def site() -> Iterator[Blog]:
    with blog() as site:
        yield site


def find(site: Blog, path: str = "/") -> Listing:
    return hurried_reader().find(site.at(path))


def slugs(listing: Listing) -> set[str]:
    return {one.url.rpartition("/")[2] for one in listing.found}


def all_slugs(site: Blog) -> set[str]:
    return {post.slug for post in site.posts}


def test_the_feed_a_page_names_is_read_and_its_addresses_are_without_tracking(site: Blog) -> None:
    listing = find(site)
    assert (listing.via, listing.notes) == ("feed", ())
    assert [one.url for one in listing.found] == [post.url for post in site.posts]


def test_a_site_whose_address_was_given_without_scheme_is_read_by_http_where_it_speaks_nothing_else(site: Blog) -> None:
    """`https://` is put before an address without a scheme."""
    encrypted = site.url.replace("http://", "https://")
    listing = hurried_reader().find(encrypted)
    assert (listing.via, slugs(listing)) == ("feed", all_slugs(site))
    assert listing.notes == ("The site does not speak https; it is read by http.",)
    post = hurried_reader().read(f"{encrypted}posts/red-lentil-soup")
    assert post is not None
    assert post.url == site.at("/posts/red-lentil-soup")


def test_a_feed_that_no_page_names_is_looked_for_where_feeds_are(site: Blog) -> None:
    site.names_feed = False
    assert find(site).via == "feed"
    site.answers["/feed"] = [Answer(b"<h1>Not here</h1>", status=404)] * 9
    listing = find(site)
    assert (listing.via, slugs(listing)) == ("feed", all_slugs(site))
    assert site.asked("/atom.xml") == 1


@pytest.mark.parametrize("path", ["/feed", "/atom.xml", "/old-feed"])
def test_the_feed_s_own_address_may_be_given(site: Blog, path: str) -> None:
    site.answers["/old-feed"] = [Answer(status=301, headers={"Location": "/feed"})]
    listing = find(site, path)
    assert (listing.via, slugs(listing)) == ("feed", all_slugs(site))
    assert site.asked("/sitemap.xml") == 0


def test_without_a_feed_the_sitemap_lists_the_posts_newest_first(site: Blog) -> None:
    site.has_feed = False
    listing = find(site)
    assert listing.via == "sitemap"
    days = {post.url: post.published for post in site.posts}
    assert [one.modified for one in listing.found] == sorted(days.values(), reverse=True)
    assert {one.url: one.modified for one in listing.found} == days


def test_the_sitemap_that_robots_name_comes_before_guesses(site: Blog) -> None:
    site.has_feed = site.has_sitemap = False
    site.robots = f"User-agent: *\nAllow: /\nSitemap: {site.at('/my-map.txt')}\n"
    lines = "".join(f"{post.url}\n" for post in site.posts)
    site.answers["/my-map.txt"] = [Answer(lines.encode(), kind="text/plain")]
    listing = find(site)
    assert (listing.via, slugs(listing)) == ("sitemap", all_slugs(site))
    assert site.asked("/sitemap.xml") == 0


def test_a_short_feed_is_joined_by_the_older_posts_of_the_sitemap(site: Blog) -> None:
    site.answers["/feed"] = [Answer(rss(site.posts[:2]).encode(), kind=XML)]
    listing = find(site)
    assert listing.via == "feed"
    assert [one.url for one in listing.found][:2] == [post.url for post in site.posts[:2]]
    assert slugs(listing) == all_slugs(site)
    assert listing.notes == ("The feed lists the newest 2; 3 more come from the sitemap.",)


def test_without_feed_and_sitemap_the_links_of_the_page_that_look_like_posts_are_taken(site: Blog) -> None:
    site.has_feed = site.has_sitemap = False
    listing = find(site)
    assert (listing.via, slugs(listing)) == ("links", all_slugs(site))
    assert "neither feed nor sitemap" in listing.notes[0]


def test_a_site_with_nothing_to_find_is_told_and_a_busy_one_is_tried_again(site: Blog) -> None:
    site.has_feed = site.has_sitemap = False
    site.posts.clear()
    with pytest.raises(ArticleRefused, match="No feed, no sitemap") as told:
        find(site)
    assert told.value.code == "not_feed"
    site.answers["/sitemap.xml"] = [Answer(b"Later.", status=503)]
    with pytest.raises(ProviderBusy):
        find(site)


@pytest.mark.slow
def test_ten_thousand_entries_are_found_and_five_thousand_taken(site: Blog) -> None:
    for path in ("/large-feed.xml", "/large-sitemap.xml"):
        listing = find(site, path)
        assert len(listing.found) == MOST_POSTS
        assert listing.notes == ("The site lists 10,000 posts; the first 5,000 are taken.",)


def test_a_broken_feed_is_read_as_far_as_it_goes(site: Blog) -> None:
    listing = find(site, "/broken-feed.xml")
    assert [one.title for one in listing.found] == ["Salt & pepper"]


def test_a_careless_feed_keeps_its_addresses_and_letters(site: Blog) -> None:
    items = "<item><title>Sü\x08ß &ndash; gut</title><link>/a?x=1&y=2</link></item>"
    feed = f"\n<br /><b>Warning</b>\n<rss version='2.0'><channel><title>x</title>{items}</channel>"
    site.answers["/careless.xml"] = [Answer(feed.encode("latin-1"), kind=XML)]
    (one,) = find(site, "/careless.xml").found
    assert (one.url, one.title) == (site.at("/a?x=1&y=2"), "Süß \N{EN DASH} gut")


def test_what_is_no_feed_at_all_is_told(site: Blog) -> None:
    site.has_feed = site.has_sitemap = False
    for path in ("/nothing.xml", "/brochure.pdf", "/empty"):
        with pytest.raises(ArticleRefused) as told:
            find(site, path)
        assert told.value.code == "not_feed"


def test_an_empty_feed_is_an_empty_listing(site: Blog) -> None:
    site.posts.clear()
    assert find(site, "/feed") == Listing(found=[], via="feed", notes=("No posts are listed.",))


def test_entities_that_would_grow_without_end_do_not(site: Blog) -> None:
    assert slugs(find(site, "/bomb.xml")) == {"red-lentil-soup"}
    bomb = '<!DOCTYPE x [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    bomb += "".join(f'<!ENTITY c{at} "{"&b;" * 9 if at == 0 else f"&c{at - 1};" * 9}">' for at in range(9)) + "]>"
    body = sitemap([(site.posts[0].url, "&c8;")]).replace("&amp;", "&").replace("<urlset", f"{bomb}<urlset", 1)
    site.answers["/bomb-map.xml"] = [Answer(body.encode(), kind=XML)]
    assert slugs(find(site, "/bomb-map.xml")) == {"red-lentil-soup"}


def test_a_feed_does_not_read_this_machine_s_files(site: Blog) -> None:
    secret = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    feed = rss(site.posts).replace("<rss", f"{secret}<rss").replace("<title>Red", "<title>&f;Red")
    mapped = sitemap([("PLACE", "2026")]).replace("PLACE", "&f;").replace("<urlset", f"{secret}<urlset")
    site.answers |= {"/a.xml": [Answer(feed.encode(), kind=XML)], "/b.xml": [Answer(mapped.encode(), kind=XML)]}
    assert all(
        "root:" not in f"{one.title}{one.url}" for path in ("/a.xml", "/b.xml") for one in find(site, path).found
    )


def test_an_index_without_end_ends(site: Blog) -> None:
    assert "99 sitemaps" in find(site, "/endless-sitemap.xml").notes[0]
    assert len(site.requests) <= 2 * MOST_SITEMAPS


def test_packed_sitemaps_are_unpacked_and_bombs_among_them_left_out(site: Blog) -> None:
    packed = gzip.compress(sitemap([(site.posts[0].url, "2026")]).encode())
    parts = [site.at("/good.xml.gz"), site.at("/bomb.xml.gz")]
    site.answers |= {
        "/index.xml": [Answer(sitemap_index(parts).encode(), kind=XML)],
        "/good.xml.gz": [Answer(packed, kind="application/gzip")],
        "/bomb.xml.gz": [Answer(gzip.compress(bytes(50_000_000)), kind="application/gzip")],
    }
    assert slugs(find(site, "/index.xml")) == {"red-lentil-soup"}


def test_posts_elsewhere_are_left_out_of_a_feed_unless_it_has_no_others(site: Blog) -> None:
    own, foreign = site.posts[:2]
    foreign.url = "https://elsewhere.example/soup"
    site.answers["/feed"] = [Answer(rss([own, foreign]).encode(), kind=XML), Answer(rss([foreign]).encode(), kind=XML)]
    listing = find(site, "/feed")
    assert [one.url for one in listing.found] == [own.url]
    assert "lead to other sites" in listing.notes[0]
    assert [one.url for one in find(site, "/feed").found] == [foreign.url]


def test_a_json_feed_is_read(site: Blog) -> None:
    body = (
        '{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "items": [{"id": 1, "url": "/posts/a", '
        '"title": "A\\u0000\\ud800", "date_published": "2026-01-01"}, {"id": 2}, 3]}'
    )
    site.answers["/feed.json"] = [Answer(body.encode(), kind="application/feed+json")]
    (one,) = find(site, "/feed.json").found
    assert (one.url, one.title, one.modified) == (site.at("/posts/a"), "A", "2026-01-01")


def test_robots_are_kept_to_when_a_site_is_searched(site: Blog) -> None:
    site.robots = "User-agent: *\nDisallow: /\n"
    with pytest.raises(ArticleRefused) as told:
        find(site)
    assert told.value.code == "robots"
    assert [request.path for request in site.requests] == ["/robots.txt"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.org/2026/03/soup", True),
        ("https://a.org/red-lentil-soup/", True),
        ("https://a.org/blog/soup", True),
        ("https://a.org/", False),
        ("https://a.org/soup", False),
        ("https://a.org/category/soups/", False),
        ("https://a.org/tag/red-lentil-soup", False),
        ("https://a.org/author/nora-field", False),
        ("https://a.org/page/2/", False),
        ("https://a.org/privacy-policy", False),
        ("https://a.org/wp-content/uploads/red-lentil-soup.jpg", False),
        ("https://a.org/2026/03/soup.pdf", False),
    ],
)
def test_an_address_alone_often_tells_whether_it_is_a_post(url: str, *, expected: bool) -> None:
    assert is_post(url) is expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["post-sitemap.xml", "page-sitemap.xml", "post_tag-sitemap.xml"], ["post-sitemap.xml"]),
        (["wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-page-1.xml", "wp-sitemap-taxonomies-category-1.xml",
          "wp-sitemap-users-1.xml"], ["wp-sitemap-posts-post-1.xml"]),
        (["sitemap_products_1.xml", "sitemap_pages_1.xml", "sitemap_blogs_1.xml"], ["sitemap_blogs_1.xml"]),
        (["sitemap-1.xml", "sitemap-2.xml", "sitemap-images.xml"], ["sitemap-1.xml", "sitemap-2.xml"]),
        (["category.xml"], ["category.xml"]),
    ],
)  # fmt: skip
def test_of_several_sitemaps_those_with_posts_are_read(names: list[str], expected: list[str]) -> None:
    found = likely([f"https://a.org/{name}" for name in names])
    assert [one.rpartition("/")[2] for one in found] == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("https://example.org:443/a#b", "https://example.org/a"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://example.org/a?b=1&utm_source=x&c=%20y&fbclid=z", "https://example.org/a?b=1&c=%20y"),
        ("https://example.org/?p=12&UTM_Campaign=x", "https://example.org/?p=12"),
        ("https://example.org/süß/ein weg", "https://example.org/s%C3%BC%C3%9F/ein%20weg"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/a?ref=friend", "https://example.org/a?ref=friend"),
    ],
)
def test_an_address_is_written_one_way_without_what_only_tracks(url: str, expected: str) -> None:
    assert tidied(url) == expected
    assert tidied(expected) == expected
