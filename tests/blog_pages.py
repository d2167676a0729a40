"""The pages of the blog, its feeds and its sitemaps, as such blogs write them."""

from collections.abc import Sequence
from html import escape

from tests.blog_posts import BlogPicture, BlogPost

SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def post_page(post: BlogPost) -> str:
    """Return a post's page, its pictures between its paragraphs."""
    pictures = [_figure(one) for one in post.pictures] + [""] * len(post.paragraphs)
    body = "\n".join(f"<p>{escape(text)}</p>\n{pictures[at]}" for at, text in enumerate(post.paragraphs))
    og_image = "".join(
        f'<meta property="og:image" content="{one.path}"><meta property="og:image:width" content="{one.size[0]}">'
        f'<meta property="og:image:height" content="{one.size[1]}">'
        for one in post.pictures[:1]
    )
    head = (
        f'<meta name="description" content="{escape(post.description)}"><meta name="author" content="{post.author}">'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(post.title)}">'
        f'<meta property="article:published_time" content="{post.published}T08:00:00Z">{og_image}'
        f'<link rel="canonical" href="{post.url}">'
    )
    article = (
        f"<article><h1>{escape(post.title)}</h1><p class='byline'>By {post.author}, "
        f"<time datetime='{post.published}'>{post.published}</time></p>{body}</article>"
    )
    return page(post.title, article, head=head, language=post.language)


def page(title: str, main: str, *, head: str = "", language: str = "en") -> str:
    """Return a page of the blog, with what stands around each of its pages."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)} | The Test Kitchen'
        f"</title>{head}<script>window.tracking = 1</script></head><body>"
        '<header><img src="/pictures/logo.png" alt="The Test Kitchen" width="120" height="40"><nav>'
        '<a href="/">Home</a> '
        '<a href="/about">About</a> <a href="/category/soups/">Soups</a></nav></header>'
        f"<main>{main}</main>"
        '<footer><img src="/pictures/pixel.gif" width="1" height="1" alt=""><p>© The Test Kitchen. All rights reserved.'
        '</p><a href="/imprint">Imprint</a></footer></body></html>'
    )


def front_page(posts: Sequence[BlogPost], *, names_feed: bool) -> str:
    """Return the front page; it names its feed, or leaves that to be found."""
    links = "".join(f'<li><a href="{post.path}?utm_source=home">{escape(post.title)}</a></li>' for post in posts)
    feed = '<link rel="alternate" type="application/rss+xml" title="Posts" href="/feed">' if names_feed else ""
    return page("Home", f"<h1>The Test Kitchen</h1><ul>{links}</ul>", head=feed)


def rss(posts: Sequence[BlogPost]) -> str:
    """Return the blog's RSS feed."""
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{post.url}?utm_source=rss&amp;utm_medium=feed</link>"
        f"<guid>{post.url}</guid><pubDate>{_rfc822(post.published)}</pubDate></item>"
        for post in posts
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Test Kitchen</title>{items}</channel></rss>'


def atom(posts: Sequence[BlogPost]) -> str:
    """Return the blog's Atom feed."""
    entries = "".join(
        f'<entry><title>{escape(post.title)}</title><link rel="alternate" href="{post.url}"/><id>{post.url}</id>'
        f"<updated>{post.published}T08:00:00Z</updated></entry>"
        for post in posts
    )
    head = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Test Kitchen</title>'
    return f"{head}{entries}</feed>"


def sitemap(addresses: Sequence[tuple[str, str]]) -> str:
    """Return a sitemap of addresses and the days they last changed."""
    urls = "".join(f"<url><loc>{escape(url)}</loc><lastmod>{day}</lastmod></url>" for url, day in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SITEMAP}>{urls}</urlset>'


def sitemap_index(addresses: Sequence[str]) -> str:
    """Return an index of sitemaps."""
    maps = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex {SITEMAP}>{maps}</sitemapindex>'


def _figure(picture: BlogPicture) -> str:
    width, height = picture.size
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    return (
        f'<figure><img src="{picture.path}" alt="{escape(picture.alt)}" width="{width}" height="{height}">'
        f"{caption}</figure>"
    )


def _rfc822(day: str) -> str:
    year, month, date = day.split("-")
    name = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[int(month) - 1]
    return f"{date} {name} {year} 08:00:00 GMT"
