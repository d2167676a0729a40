"""Which pictures of a page are those of its article, as the programs that write blogs show them."""

import random

import pytest
from lxml.html import document_fromstring  # type: ignore[import-untyped]  # the library ships no types
from PIL import Image

from pressroom.providers.articles import PictureFound
from pressroom.providers.articles.reading.document import structured
from pressroom.providers.articles.reading.heads import sizes_of
from pressroom.providers.articles.reading.pictures import pictures_of
from pressroom.providers.articles.reading.sizes import identity_of
from tests.pictures import encoded, flag

URL = "https://blog.example.org/2026/03/soup/"
UPLOADS = "https://blog.example.org/wp-content/uploads/2026/03"


def pictures(body: str, head: str = "") -> list[PictureFound]:
    tree = document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    return list(pictures_of(tree, structured(tree), URL))


def urls(body: str, head: str = "") -> list[str]:
    return [one.url for one in pictures(body, head)]


def article(inner: str) -> str:
    return f"<article><h1>Soup</h1><p>{'Soup is good. ' * 30}</p>{inner}</article>"


WORDPRESS = article(
    f"""<figure class="wp-block-image size-large"><a href="{UPLOADS}/soup.jpg"><img loading="lazy" decoding="async"
    width="1024" height="683" src="{UPLOADS}/soup-1024x683.jpg" alt="A bowl of soup" class="wp-image-12"
    srcset="{UPLOADS}/soup-1024x683.jpg 1024w, {UPLOADS}/soup-300x200.jpg 300w, {UPLOADS}/soup-1536x1024.jpg 1536w"
    sizes="(max-width: 1024px) 100vw, 1024px" /></a><figcaption class="wp-element-caption">Served <em>hot</em>
    </figcaption></figure>
    <figure class="wp-block-image"><img src="{UPLOADS}/pot-683x1024.jpg" alt="" width="683" height="1024"
    srcset="{UPLOADS}/pot-683x1024.jpg 683w, {UPLOADS}/pot-200x300.jpg 200w, {UPLOADS}/pot-1365x2048.jpg 1365w">
    </figure>
    <div class="sharedaddy sd-sharing"><img src="/icons/share-big-picture.png" width="400" height="400" alt=""></div>
    <div class="author-box"><img class="avatar" src="/nora.jpg" width="300" height="300" alt="Nora"></div>"""
)


def test_wordpress_shows_the_file_a_click_opens_and_else_the_widest_of_a_set() -> None:
    head = f'<meta property="og:image" content="{UPLOADS}/soup-scaled.jpg">'
    soup, pot = pictures(WORDPRESS, head)
    assert soup.url.startswith(f"{UPLOADS}/soup")
    assert (soup.alt, soup.caption) == ("A bowl of soup", "Served hot")
    assert pot == PictureFound(url=f"{UPLOADS}/pot-1365x2048.jpg", width=1365, height=2048)


def test_a_picture_that_is_loaded_when_it_is_scrolled_to_is_found() -> None:
    blank = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    body = article(
        f'<img src="{blank}" data-src="/a.jpg" width="800" height="600">'
        f'<img src="{blank}" data-lazy-src="/b.jpg"><noscript><img src="/b.jpg" width="640" height="480"></noscript>'
        f'<img src="/spacer.gif" data-original="/c.jpg">'
        f'<img src="{blank}" data-srcset="/d-400.jpg 400w, /d-1200.jpg 1200w" width="600" height="900">'
    )
    found = pictures(body)
    assert [one.url.rpartition("/")[2] for one in found] == ["a.jpg", "b.jpg", "c.jpg", "d-1200.jpg"]
    assert [(one.width, one.height) for one in found] == [(800, 600), (640, 480), (None, None), (1200, 1800)]


def test_what_a_page_offers_to_pinterest_comes_before_what_it_shows_and_what_it_forbids_is_left_out() -> None:
    body = article(
        '<img src="/wide.jpg" data-pin-media="https://cdn.example.org/tall-pin.jpg" alt="Soup">'
        '<img src="/mine.jpg" nopin="nopin" width="900" height="900">'
        '<img src="/mine-too.jpg" data-pin-nopin="true" width="900" height="900">'
    )
    assert urls(body) == ["https://cdn.example.org/tall-pin.jpg"]


def test_a_picture_element_gives_its_widest_source_in_a_format_that_is_taken() -> None:
    body = article(
        '<picture><source type="image/avif" srcset="/x.avif 3000w"><source type="image/webp" '
        'srcset="/x-800.webp 800w, /x-1600.webp 1600w"><img src="/x-800.jpg" width="800" height="1000"></picture>'
    )
    assert pictures(body) == [PictureFound(url="https://blog.example.org/x-1600.webp", width=1600, height=2000)]


def test_the_first_picture_is_the_one_the_page_names_itself_and_it_is_counted_once() -> None:
    head = (
        '<meta property="og:image" content="/first.jpg?w=1200"><meta property="og:image:width" content="1200">'
        '<meta property="og:image:height" content="1800"><meta property="og:image:alt" content="Seen from above">'
    )
    body = article('<img src="/other.jpg"><img src="/first.jpg?w=400" width="400" height="600" alt="A bowl">')
    first, other = pictures(body, head)
    assert first.url == "https://blog.example.org/first.jpg?w=1200"
    assert (first.alt, first.width, first.height) == ("Seen from above", 1200, 1800)
    assert other.url == "https://blog.example.org/other.jpg"


@pytest.mark.parametrize(
    "image",
    ['"/x.jpg"', '["/x.jpg", "/y.jpg"]', '{"@type": "ImageObject", "url": "/x.jpg"}', '[{"url": "/x.jpg"}]'],
)
def test_where_the_head_names_none_the_structured_description_does(image: str) -> None:
    head = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", '
        f'"image": "/no.jpg"}}, {{"@type": ["Recipe"], "image": {image}}}]}}</script>'
    )
    assert urls(article(""), head)[0] == "https://blog.example.org/x.jpg"


def test_icons_avatars_trackers_and_what_stands_around_an_article_are_left_out() -> None:
    furniture = (
        '<img src="/icons/heart.svg" width="900" height="900"><img src="/big-logo.png" width="900" height="300">'
        '<img src="/dot.png" width="1" height="1"><img src="/face.jpg" width="96" height="96">'
        '<img src="/wide-line.png" width="900" height="12"><img class="emoji" src="/smile.png">'
        '<img src="data:image/png;base64,AAAA"><img alt="nothing at all"><img src="about:blank">'
        '<img src="http://[broken/x.jpg"><aside><img src="/ad.jpg" width="600" height="600"></aside>'
        '<div id="comments"><img src="/commenter.jpg" width="600" height="600"></div>'
        '<div class="related-posts"><img src="/another-post.jpg" width="600" height="600"></div>'
    )
    body = (
        '<header><img src="/header.jpg" width="2000" height="600"></header><div class="sidebar">'
        f'<img src="/me.jpg" width="600" height="600"></div>{article(furniture + "<img src=/soup.jpg>")}'
        '<footer><img src="/footer.jpg" width="900" height="900"></footer>'
    )
    assert urls(body) == ["https://blog.example.org/soup.jpg"]


def test_the_picture_in_the_head_of_the_article_itself_is_one_of_its_own() -> None:
    body = "<article><header><img src='/hero.jpg'></header><p>Soup.</p></article>"
    assert urls(body) == ["https://blog.example.org/hero.jpg"]


def test_old_captions_and_lone_figures_are_read_but_not_those_of_a_gallery() -> None:
    body = article(
        '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">From the market</p></div>'
        '<figure><img src="/b.jpg"><img src="/c.jpg"><figcaption>Both</figcaption></figure>'
    )
    assert [one.caption for one in pictures(body)] == ["From the market", "", ""]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.org/x-300x200.jpg", "https://a.org/x.jpg"),
        ("https://a.org/x-scaled.jpg", "https://www.a.org/x-1024x683.jpg"),
        ("https://a.org/x.jpg?w=300&ssl=1", "https://i0.wp.com/a.org/x.jpg?resize=800%2C600"),
        (
            "https://res.cloudinary.com/me/image/upload/w_400,h_300,c_fill/v1/x.jpg",
            "https://res.cloudinary.com/me/image/upload/w_1600/v1/x.jpg",
        ),
        (
            "https://blogger.googleusercontent.com/img/b/R29/AVvXs/s320/x.jpg",
            "https://blogger.googleusercontent.com/img/b/R29/AVvXs/s1600/x.jpg",
        ),
        (
            "https://images.squarespace-cdn.com/content/x.jpg?format=500w",
            "https://images.squarespace-cdn.com/content/x.jpg?format=1500w",
        ),
        ("https://cdn.shopify.com/s/files/1/x_large.jpg?v=1", "https://cdn.shopify.com/s/files/1/x.jpg?v=2"),
        ("https://a.org/content/images/size/w600/2026/x.jpg", "https://a.org/content/images/2026/x.jpg"),
    ],
)
def test_one_picture_in_several_sizes_is_one(one: str, other: str) -> None:
    assert identity_of(one) == identity_of(other)


def test_two_pictures_are_two() -> None:
    several = [
        "https://a.org/x.jpg", "https://a.org/y.jpg", "https://b.org/x.jpg", "https://a.org/2/x.jpg",
        "https://a.org/image.php?id=1", "https://a.org/image.php?id=2", "https://a.org/soup-2.jpg",
    ]  # fmt: skip
    assert len({identity_of(one) for one in several}) == len(several)


def test_the_first_bytes_of_a_picture_say_how_large_it_is() -> None:
    noise = Image.frombytes("RGB", (300, 200), random.Random(7).randbytes(300 * 200 * 3))  # noqa: S311  # noise
    files = [encoded(noise, kind) for kind in ("JPEG", "PNG", "GIF", "WEBP")]
    files += [encoded(noise, "WEBP", lossless=True), encoded(noise, "WEBP", exif=b"Exif\0\0")]
    assert all(len(one) > 8000 for one in files)
    assert sizes_of([one[:4000] for one in files]) == [(300, 200)] * 6


def test_a_picture_that_lies_on_its_side_has_the_size_it_is_shown_in() -> None:
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    assert sizes_of([encoded(flag((300, 200)), "JPEG", exif=exif)]) == [(200, 300)]


def test_what_is_no_picture_has_no_size() -> None:
    assert sizes_of([b"<html>", b"", b"RIFF\0\0\0\0WEBP", b"RIFF\0\0\0\0WEBPABCD" + bytes(20)]) == [None] * 4
