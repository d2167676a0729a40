"""What a project may be told, and where its pins lead."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.features.pins.articles.rules import article_address, host_of
from pressroom.features.pins.projects.links import check_template, link_for, slug_of
from pressroom.features.pins.projects.models import Project
from pressroom.features.pins.projects.rules import language_tag, rest_seconds, web_address
from pressroom.kernel.errors import Invalid

POST = "https://blog.example/2026/lentil-soup.html"
PIN = UUID(int=7)


def led(template: str, url: str = POST) -> str:
    """Return where a pin of a project with this template leads."""
    return link_for(Project(name="Kitchen & notes", link_template=template), url, pin_id=PIN)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("blog.example", "https://blog.example/"),
        (" HTTP://Blog.Example:80/A?b=C#d ", "http://blog.example/A?b=C"),
        ("https://blog.example:8443", "https://blog.example:8443/"),
        ("https://müller.example/käse", "https://xn--mller-kva.example/käse"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ],
)
def test_an_address_is_kept_in_one_way_of_writing_it(written: str, kept: str) -> None:
    assert web_address(written) == kept
    assert web_address(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ftp://blog.example/",
        "javascript://alert(1)",
        "https://",
        "https://ada:secret@blog.example/",
        "https://blog.example:99999/",
        "https://a b.example/",
        "https://blog.example/" + "a" * 2048,
        "https://[half/",
        "https://.example/",
        "mailto:ada@blog.example",
    ],
)
def test_what_is_no_address_of_a_page_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        web_address(written)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        kept = web_address(text)
    except Invalid:
        return
    assert web_address(kept) == kept


def test_an_article_goes_by_its_address_without_fragment_and_tracking() -> None:
    written = "https://Blog.example/soup?id=3&utm_source=mail&fbclid=x&UTM_Medium=y#comments"
    assert article_address(written) == "https://blog.example/soup?id=3"
    assert host_of("https://blog.example:8443/soup") == "blog.example:8443"


@pytest.mark.parametrize(
    ("written", "kept"),
    [("EN", "en"), ("de_at", "de-AT"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("", None), (None, None)],
)
def test_a_language_is_kept_as_its_tag(written: str | None, kept: str | None) -> None:
    assert language_tag(written) == kept


@pytest.mark.parametrize("written", ["English", "e", "en-", "en US", "de-DE-1996-x"])
def test_what_is_no_language_is_refused(written: str) -> None:
    with pytest.raises(Invalid, match="no language"):
        language_tag(written)


@pytest.mark.parametrize(
    ("template", "link"),
    [
        ("{url}", POST),
        ("{url}?utm_source=pinterest&utm_content={pin}", f"{POST}?utm_source=pinterest&utm_content={PIN}"),
        ("{url}?utm_campaign={project}", f"{POST}?utm_campaign=Kitchen%20%26%20notes"),
        ("{url}amp/?x=1", f"{POST}amp/?x=1"),
        ("{url}#recipe", f"{POST}#recipe"),
        ("https://shop.example/{slug}?from={pin}", f"https://shop.example/lentil-soup?from={PIN}"),
        (
            "https://go.example/?to={url}&from=pin",
            "https://go.example/?to=https%3A%2F%2Fblog.example%2F2026%2Flentil-soup.html&from=pin",
        ),
        ("https://archive.example/{url}", f"https://archive.example/{POST}"),
    ],
)
def test_a_pin_leads_where_its_project_s_template_says(template: str, link: str) -> None:
    assert check_template(template) == template
    assert led(template) == link


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (f"{POST}?p=12", f"{POST}?p=12&utm_source=pin&utm_medium=social"),
        (f"{POST}?utm_source=mail&p=12", f"{POST}?p=12&utm_source=pin&utm_medium=social"),
        (f"{POST}?p=12#steps", f"{POST}?p=12&utm_source=pin&utm_medium=social#steps"),
        (f"{POST}?", f"{POST}?utm_source=pin&utm_medium=social"),
        (f"{POST}?q=a%26b", f"{POST}?q=a%26b&utm_source=pin&utm_medium=social"),
    ],
)
def test_parameters_are_put_among_those_an_address_has(url: str, link: str) -> None:
    assert led("{url}?utm_source=pin&utm_medium=social", url) == link


def test_an_address_is_left_as_it_is_where_a_template_asks_for_nothing() -> None:
    assert led("{url}", f"{POST}?utm_source=mail&b=1&b=2#x") == f"{POST}?utm_source=mail&b=1&b=2#x"
    assert led("{url}#recipe", f"{POST}?b=1#x") == f"{POST}?b=1#recipe"


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("https://blog.example/", "must say"),
        ("{url}?x={tag}", "not {tag}"),
        ("{url}?x={pin", "brace"),
        ("{slug}", "no web address"),
        ("ftp://blog.example/{slug}", "no web address"),
        ("https://{url}", "no web address"),
        ("https://blog.example/{slug} now", "no web address"),
        ("https://blog.example/{slug}?x=" + "a" * 2048, "2,048"),
    ],
)
def test_a_template_that_leads_nowhere_is_refused(template: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        check_template(template)


def test_a_template_of_nothing_leads_to_the_article() -> None:
    assert check_template("  ") == "{url}"


def test_a_link_too_long_for_a_pin_is_refused() -> None:
    with pytest.raises(Invalid, match="2,048"):
        led("{url}?utm_source=pinterest", "https://blog.example/" + "a" * 2020)


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        (POST, "lentil-soup"),
        ("https://blog.example/a/b/", "b"),
        ("https://blog.example/", "blog.example"),
        ("https://blog.example/k%C3%A4se?x=1", "käse"),
    ],
)
def test_the_last_part_of_an_address_names_its_article(url: str, slug: str) -> None:
    assert slug_of(url) == slug


def test_a_busy_site_rests_longer_each_time_or_as_long_as_it_asks() -> None:
    assert [rest_seconds(holds, None) for holds in (1, 2, 3, 20)] == [15.0, 30.0, 60.0, 900.0]
    assert [rest_seconds(3, asked) for asked in (0.0, 120.0)] == [1.0, 120.0]
