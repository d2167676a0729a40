"""Pages of all kinds: which are articles, what they say, and what is told of those that are none."""

from datetime import UTC, datetime

import pytest

from pressroom.providers.articles import ArticleRefused, NotAnArticle, Post
from pressroom.providers.articles.reading.page import read_page
from tests.blog_traps import big_page

URL = "https://blog.example.org/posts/soup"
TEXT = "The lentils simmer while the onions turn golden, and the kitchen smells of cumin. " * 6


def page(body: str = "", head: str = "", *, root: str = "<html>", url: str = URL) -> Post:
    inner = body or f"<article><h1>Soup</h1><p>{TEXT}</p></article>"
    html = f"<!doctype html>{root}<head><title>Soup</title>{head}</head><body>{inner}</body></html>"
    return read_page(html.encode(), "text/html", url)


def code_of(body: str, head: str = "", *, url: str = URL) -> str:
    with pytest.raises(ArticleRefused) as told:
        page(body, head, url=url)
    return told.value.code


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="/posts/the-soup">', "https://blog.example.org/posts/the-soup"),
        ('<link rel="Canonical" href="https://www.blog.example.org/a?utm_medium=x&id=3#top">',
         "https://www.blog.example.org/a?id=3"),
        ('<link rel="canonical" href="https://elsewhere.example/soup">', URL),
        ('<link rel="canonical" href="https://blog.example.org/">', URL),
        ('<link rel="canonical" href="javascript:void(0)">', URL),
        ('<link rel="canonical" href="https://elsewhere.example/"><meta property="og:url" content="/og">',
         "https://blog.example.org/og"),
        ("", URL),
    ],
)  # fmt: skip
def test_the_canonical_address_is_the_page_s_own_where_it_is_on_the_same_site(head: str, expected: str) -> None:
    assert page(head=head).url == expected


@pytest.mark.parametrize(
    ("root", "head", "body", "expected"),
    [
        ('<html lang="de-AT">', "", TEXT, "de"),
        ("<html>", '<meta property="og:locale" content="fr_FR">', TEXT, "fr"),
        ("<html>", "", TEXT, "en"),
        ("<html>", "", "Die Linsen köcheln, während die Zwiebeln goldgelb werden. " * 9, "de"),
        ("<html>", "", "Las lentejas hierven mientras las cebollas se doran y la cocina huele a comino. " * 6, "es"),
        ('<html lang="">', "", "Le lenticchie cuociono mentre le cipolle diventano dorate in cucina. " * 6, "it"),
    ],
)  # fmt: skip
def test_the_language_is_what_the_page_says_or_else_what_it_is_written_in(
    root: str, head: str, body: str, expected: str
) -> None:
    assert page(f"<article><p>{body}</p></article>", head, root=root).language == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2026-03-14T09:30:00+02:00">', (2026, 3, 14, 7, 30)),
        (
            '<meta name="modified" content="2026-09-09"><meta itemprop="datePublished" content="2026-03-14T09:30:00Z">',
            (2026, 3, 14, 9, 30),
        ),
        ('<script type="application/ld+json">{"@type": "BlogPosting", "datePublished": "2026-05-01"}</script>',
         (2026, 5, 1, 0, 0)),
        ('<meta name="date" content="last Tuesday">', None),
    ],
)  # fmt: skip
def test_the_date_is_when_it_was_published_in_utc(head: str, expected: tuple[int, ...] | None) -> None:
    found = page(head=head).published_at
    assert found == (datetime(*expected, tzinfo=UTC) if expected else None)  # type: ignore[arg-type,misc]  # of five


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ('<header><time datetime="2026-05-01">1 May</time></header>', datetime(2026, 5, 1, tzinfo=UTC)),
        ('<time class="entry-date published" datetime="2026-05-01">May</time>', datetime(2026, 5, 1, tzinfo=UTC)),
        ('<p>First cooked on 1 January 1995; <time datetime="1995-01-01">1995</time> was a good year.</p>', None),
    ],
)
def test_a_day_that_a_page_marks_as_its_own_counts_and_one_in_its_text_does_not(
    marked: str, expected: datetime | None
) -> None:
    assert page(f"<article><h1>Soup</h1>{marked}<p>Soup number 1995. {TEXT}</p></article>").published_at == expected


def test_an_article_without_a_date_has_none_however_many_numbers_are_in_it() -> None:
    assert read_page(big_page(), "text/html", URL).published_at is None


def test_text_comes_in_paragraphs_without_its_title_and_what_stands_around_it() -> None:
    around = "<nav>Home About</nav>{}<div id='comments'><p>First! What a lovely soup this is, thank you.</p></div>"
    steps = f"<h2>How to</h2><p>{TEXT}</p><ul><li>Lentils</li><li>Salt</li></ul>"
    body = f"<article><h1>Soup</h1><p>{TEXT}</p>{steps}</article>"
    found = page(around.format(body))
    parts = found.text.split("\n\n")
    assert parts[0] == TEXT.strip()
    assert {"How to", "- Lentils", "- Salt"} <= set(parts)
    assert "First!" not in found.text
    assert "About" not in found.text


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_letters_are_right_in_the_encoding_that_the_answer_names(encoding: str) -> None:
    words = "Für die Soße rührt man süße Sahne unter, bis sie schön glänzt. " * 6
    html = f"<html><head><title>Soße</title></head><body><article><h1>Soße</h1><p>{words}</p></article></body></html>"
    found = read_page(html.encode(encoding), f"text/html; charset={encoding}", URL)
    assert (found.title, found.text) == ("Soße", words.strip())


def test_letters_are_right_where_only_the_page_names_its_encoding_or_the_answer_names_none_there_is() -> None:
    words = "Für die Soße rührt man süße Sahne unter, bis sie schön glänzt. " * 6
    html = f'<html><head><meta charset="iso-8859-1"><title>Soße</title></head><body><article><p>{words}</p></article>'
    for kind in ("text/html", "text/html; charset=klingon"):
        assert read_page(html.encode("iso-8859-1"), kind, URL).text == words.strip()


def test_emoji_and_right_to_left_text_come_as_they_are() -> None:
    words = "مرق العدس الأحمر في عشرين دقيقة مع الكمون والليمون 🍲👩🏽‍🍳. " * 10
    found = page(f"<article><h1>مرق 🍲</h1><p>{words}</p></article>", root='<html lang="ar" dir="rtl">')
    assert (found.title, found.text, found.language) == ("مرق 🍲", words.strip(), "ar")


def test_joiners_between_letters_are_kept_in_title_and_text() -> None:
    want, cook = "می\u200cخواهم", "👩\u200d🍳"  # noqa: RUF001  # Persian
    words = f"{want} سوپ عدس درست کنم و آن را با نان بخورم. " * 8
    found = page(f"<article><h1>{want} {cook}</h1><p>{words}</p></article>")
    assert (found.title, found.text) == (f"{want} {cook}", words.strip())
    assert "\ua9c1" in page(f"<article><p>\ua9c1 {words}</p></article>").text


def test_a_page_that_is_all_script_says_so() -> None:
    with pytest.raises(ArticleRefused, match="no text without JavaScript") as told:
        page('<div id="root"></div><script>app()</script>')
    assert told.value.code == "no_text"
    notice = "<noscript>Please enable JavaScript to read this.</noscript><p>Loading…</p><script>app()</script>"
    assert code_of(notice) == "no_text"
    assert code_of("<p></p>") == "no_text"


def test_a_page_for_subscribers_is_refused_when_it_is_cut_off_and_noted_when_it_is_not() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
    assert code_of("", head) == "paywall"
    found = page(f"<article><h1>Soup</h1><p>{TEXT * 6}</p></article>", head)
    assert "subscribers" in found.notes[0]
    free = head.replace("False", "True")
    assert page(head=free).notes == ()


def test_what_is_no_article_is_told_apart_from_what_cannot_be_read() -> None:
    links = "".join(
        f'<p><a href="/{at}">A soup of many colours, number {at}, for cold days</a></p>' for at in range(30)
    )
    for body, url in ((f"<main>{links}</main>", URL), ("", "https://blog.example.org/"), ("<p>Contact us.</p>", URL)):
        with pytest.raises(NotAnArticle):
            page(body, url=url)


def test_a_short_post_that_says_it_is_an_article_is_one() -> None:
    short = (
        "<article><h1>Soup</h1><p>Today there is soup again, because it is raining and nobody wants to go out.</p>"
        "<p>It was good.</p></article>"
    )
    assert code_of(short) == "not_article"
    assert page(short, '<meta property="og:type" content="article">').text.startswith("Today there is soup")


def test_structured_descriptions_that_are_broken_or_nested_without_end_are_left_out() -> None:
    deep = "[" * 5000 + "]" * 5000
    head = (
        '<script type="application/ld+json">{"@type": "Article", </script>'
        f'<script type="application/ld+json">{deep}</script><script type="application/ld+json">null</script>'
        '<script type="application/ld+json">{"@type": "BlogPosting", "datePublished": "2026-05-01", "x": "\n"}</script>'
    )
    assert page(head=head).published_at == datetime(2026, 5, 1, tzinfo=UTC)


def test_a_page_may_ask_that_its_pictures_are_not_pinned() -> None:
    assert "Pinterest" in page(head='<meta name="pinterest" content="nopin">').notes[0]


def test_what_no_database_takes_is_left_out_of_titles_and_words() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "BlogPosting", "headline": "So\\u0000up \\ud83c for two", '
        '"author": {"@type": "Person", "name": "Nora\\u0000 \\udc00Field"}}</script>'
    )
    found = page(f"<article><p>{TEXT}</p><img src='/a.jpg' alt='A&#1; bowl&#0;'></article>", head)
    written = f"{found.title} {found.author} {found.text} {found.pictures[0].alt}"
    assert written.encode()
    assert not any(ord(character) < 32 for character in written)
