"""Fetching from strangers: what is refused, where it ends, and how gently it is done."""

import gzip
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from pressroom.kernel.errors import ProviderBusy
from pressroom.providers.articles import ArticleRefused
from pressroom.providers.articles.fetching import Ask, Fetcher, NotEncrypted
from pressroom.providers.articles.pace import Pace
from pressroom.providers.articles.robots import Robots
from tests.blog import Answer, Blog, blog

MEGABYTE = 1_000_000
AGENT = "Pressroom/0 (+https://press.example.org)"
ASK = Ask(most_bytes=MEGABYTE)


@pytest.fixture
def site() -> Iterator[Blog]:
    with blog() as site:
        yield site


@pytest.fixture
def fetcher() -> Fetcher:
    """One that may fetch from this machine, and does not pause."""
    return Fetcher(agent=AGENT, allow_loopback=True, seconds=10, pace=Pace(0))


def code_of(fetcher: Fetcher, url: str, ask: Ask = ASK) -> str:
    with pytest.raises(ArticleRefused) as told:
        fetcher.get(url, ask)
    return told.value.code


def strict(addresses: Sequence[str] = ()) -> Fetcher:
    """Return a fetcher as it is without the setting of tests; every name is at the given addresses."""
    plain = Fetcher(agent=AGENT, seconds=5, pace=Pace(0))
    return replace(plain, resolve=lambda _: addresses) if addresses else plain


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",  # noqa: S104  # an address that is refused
        "2130706433",
        "0x7f000001",
        "127.1",
        "017700000001",
        "[::ffff:7f00:1]",
    ],
)
def test_this_machine_is_not_asked_however_it_is_written(site: Blog, host: str) -> None:
    port = site.url.rpartition(":")[2].rstrip("/")
    assert code_of(strict(), f"http://{host}:{port}/") == "address"
    assert code_of(strict(), f"http://{host}/") == "address"
    assert site.requests == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.7"],
        ["169.254.169.254"],
        ["100.64.0.1"],
        ["::1"],
        ["fd00:ec2::254"],
        ["64:ff9b::a9fe:a9fe"],
        ["::ffff:169.254.169.254"],
        ["93.184.216.34", "192.168.0.1"],
    ],
)
def test_a_name_that_leads_to_a_private_address_is_refused_even_if_another_of_its_addresses_is_public(
    addresses: list[str],
) -> None:
    assert code_of(strict(addresses), "http://blog.example.org/") == "address"


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(site: Blog) -> None:
    port = site.url.rpartition(":")[2]
    answers = [["127.0.0.1"], ["10.0.0.1"]]  # what a rebinding name server would say first, and then
    fetcher = Fetcher(agent=AGENT, allow_loopback=True, pace=Pace(0), resolve=lambda _: answers.pop(0))
    assert fetcher.get(f"http://rebinding.example.org:{port}", ASK).status == 200
    assert len(answers) == 1
    assert site.requests[0].headers["host"] == f"rebinding.example.org:{port.rstrip('/')}"
    assert code_of(fetcher, f"http://rebinding.example.org:{port}") == "address"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[fd00:ec2::254]/",
        "http://192.168.1.1:8080/",
        "http://[::ffff:10.0.0.1]/",
        "//0.0.0.0/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://127.0.0.1:6379/_INFO",
        "data:text/html,<p>hello",
        "javascript:alert(1)",
        "http://user:password@example.org/",
        "http://[not-an-address]/",
    ],
)
def test_every_redirect_is_checked_as_the_first_address_was(site: Blog, fetcher: Fetcher, target: str) -> None:
    site.answers["/start"] = [Answer(status=302, headers={"Location": target})]
    assert code_of(fetcher, site.at("/start")) == "address"


def test_a_redirect_back_to_this_machine_is_refused_without_the_setting(site: Blog) -> None:
    port = int(site.url.rpartition(":")[2].rstrip("/"))
    fetcher = Fetcher(
        agent=AGENT,
        allow_loopback=True,
        pace=Pace(0),
        resolve=lambda host: {"a.example.org": ["127.0.0.1"]}.get(host, ["10.1.1.1"]),
    )
    site.answers["/start"] = [Answer(status=301, headers={"Location": f"http://b.example.org:{port}/"})]
    assert code_of(fetcher, f"http://a.example.org:{port}/start") == "address"
    assert len(site.requests) == 1


def test_only_the_usual_ports_are_asked() -> None:
    for port in (22, 25, 6379, 8080):
        assert code_of(strict(["93.184.216.34"]), f"http://blog.example.org:{port}/") == "address"


def test_redirects_are_followed_five_times_and_a_circle_is_told(site: Blog, fetcher: Fetcher) -> None:
    assert fetcher.get(site.at("/hops/4"), ASK).url == site.at("/posts/red-lentil-soup")
    assert fetcher.get(site.at("/moved"), ASK).url == site.at("/posts/red-lentil-soup")
    assert code_of(fetcher, site.at("/hops/5")) == "redirects"
    site.requests.clear()
    assert code_of(fetcher, site.at("/loop")) == "redirects"
    assert len(site.requests) == 2


@pytest.mark.parametrize("path", ["/huge", "/huge-unsaid", "/gzip-bomb"])
def test_more_than_the_limit_is_not_taken_however_it_is_sent(site: Blog, fetcher: Fetcher, path: str) -> None:
    began = time.monotonic()
    assert code_of(fetcher, site.at(path)) == "too_large"
    assert time.monotonic() - began < 5


def test_a_packed_page_is_unpacked_even_in_several_parts(site: Blog, fetcher: Fetcher) -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0"
    site.answers["/packed"] = [Answer(packed, headers={"Content-Encoding": "gzip"})]
    assert fetcher.get(site.at("/packed"), ASK).body == b"one two"


def test_packing_that_was_not_asked_for_or_is_damaged_is_told(site: Blog, fetcher: Fetcher) -> None:
    assert code_of(fetcher, site.at("/brotli")) == "refused"
    site.answers["/damaged"] = [Answer(b"no gzip", headers={"Content-Encoding": "gzip"})]
    assert code_of(fetcher, site.at("/damaged")) == "refused"
    with pytest.raises(ProviderBusy, match="broke off"):
        fetcher.get(site.at("/cut-off"), ASK)


def test_a_site_that_drips_is_given_up_when_the_time_is_over(site: Blog) -> None:
    fetcher = Fetcher(agent=AGENT, allow_loopback=True, seconds=0.6, pace=Pace(0))
    began = time.monotonic()
    with pytest.raises(ProviderBusy, match="in time"):
        fetcher.get(site.at("/slow"), ASK)
    assert time.monotonic() - began < 2


def test_what_a_status_means_is_told(site: Blog, fetcher: Fetcher) -> None:
    assert code_of(fetcher, site.at("/nowhere")) == "not_found"
    assert code_of(fetcher, site.at("/gone")) == "not_found"
    assert code_of(fetcher, site.at("/members")) == "paywall"
    assert code_of(fetcher, site.at("/forbidden")) == "paywall"
    assert code_of(fetcher, site.at("/teapot")) == "refused"
    for path, seconds in {"/busy": 30, "/down": 120}.items():
        with pytest.raises(ProviderBusy) as told:
            fetcher.get(site.at(path), ASK)
        assert told.value.retry_after == seconds


def test_a_server_that_is_not_there_is_busy_and_a_name_that_is_not_is_told(fetcher: Fetcher) -> None:
    with blog() as site:
        url = site.url
    with pytest.raises(ProviderBusy, match=r"^Nothing answers at 127\.0\.0\.1:\d+: the site is down") as told:
        Robots(fetcher).check(url)
    assert "Errno" not in str(told.value)
    assert code_of(strict(), "https://no-such-blog.invalid/") == "not_found"


def test_a_site_that_speaks_no_https_is_told_so_without_words_of_the_line(site: Blog, fetcher: Fetcher) -> None:
    with pytest.raises(NotEncrypted, match=r"^127\.0\.0\.1:\d+ does not answer to https as a site should\."):
        fetcher.get(site.url.replace("http://", "https://"), ASK)


def test_a_request_carries_who_asks_and_nothing_else(
    site: Blog, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.answers["/start"] = [
        Answer(status=302, headers={"Location": "/posts/red-lentil-soup", "Set-Cookie": "id=1; Path=/"})
    ]
    fetcher.get(site.at("/start#fragment"), ASK)
    assert [request.path for request in site.requests] == ["/start", "/posts/red-lentil-soup"]
    for request in site.requests:
        assert set(request.headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert request.headers["user-agent"] == AGENT


def test_two_requests_to_one_host_are_a_pace_apart_and_other_hosts_do_not_wait(site: Blog) -> None:
    fetcher = Fetcher(agent=AGENT, allow_loopback=True, pace=Pace(0.4))
    with blog() as other:
        threads = [
            threading.Thread(target=fetcher.get, args=(url, ASK))
            for url in (site.url, site.url, site.at("/moved"), other.url)
        ]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (alone,) = other.requests
    moments = [request.at for request in site.requests]
    assert len(moments) == 4
    assert all(later - earlier >= 0.35 for earlier, later in pairwise(moments))
    assert alone.at - began < 0.3


def test_by_default_two_requests_to_one_host_are_a_second_apart(site: Blog) -> None:
    fetcher = Fetcher(agent=AGENT, allow_loopback=True)
    for _ in range(2):
        fetcher.get(site.url, ASK)
    first, second = (request.at for request in site.requests)
    assert second - first >= 0.95


def test_robots_are_asked_once_and_kept_to(site: Blog, fetcher: Fetcher) -> None:
    robots = Robots(fetcher)
    ask = replace(ASK, before=robots.check)
    for _ in range(2):
        assert code_of(fetcher, site.at("/secret/plans"), ask) == "robots"
    assert fetcher.get(site.url, ask).status == 200
    site.answers["/start"] = [Answer(status=302, headers={"Location": "/secret/plans"})]
    assert code_of(fetcher, site.at("/start"), ask) == "robots"
    assert site.asked("/robots.txt") == 1
    assert site.asked("/secret/plans") == 0


def test_the_delay_a_site_asks_for_is_kept_up_to_ten_seconds(site: Blog, fetcher: Fetcher) -> None:
    site.robots = "User-agent: pressroom\nCrawl-delay: 0.5\n\nUser-agent: *\nDisallow: /\n"
    ask = replace(ASK, before=Robots(fetcher).check)
    for _ in range(2):
        fetcher.get(site.url, ask)
    robots, first, second = (request.at for request in site.requests)
    assert second - first >= 0.45
    assert first >= robots
    site.robots = "User-agent: *\nCrawl-delay: 3600\n"
    assert Robots(fetcher).check(site.url) == 10


def test_without_robots_everything_is_allowed_and_with_broken_ones_nothing_yet(site: Blog, fetcher: Fetcher) -> None:
    site.robots = None
    assert Robots(fetcher).check(site.at("/secret/plans")) == 0
    site.answers["/robots.txt"] = [Answer(b"Down.", status=503, headers={"Retry-After": "7"})]
    with pytest.raises(ProviderBusy, match=r"robots\.txt") as told:
        Robots(fetcher).check(site.url)
    assert told.value.retry_after == 7


def test_rules_made_to_take_long_do_not(site: Blog, fetcher: Fetcher) -> None:
    site.robots = "User-agent: *\n" + f"Disallow: /{'*a' * 200}b\n" * 300
    began = time.monotonic()
    Robots(fetcher).check(site.at("/" + "a" * 1900))
    assert time.monotonic() - began < 2
