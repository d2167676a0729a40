"""A sample of every view, for tests that draw them all: each optional value is there once and missing once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from pressroom.web import views
from pressroom.web.pages.patterns import samples
from pressroom.web.views.accounts import About, MemberRow, PictureWishes, TokenRow
from pressroom.web.views.documents import (
    DocumentDetail,
    PageLink,
    PageView,
    Section,
)
from pressroom.web.views.metadata import Fact
from pressroom.web.views.projects import Trouble
from pressroom.web.views.shell import Crumb, Progress
from tests.architecture.frame import AT, DONE, PROVENANCE, REVISIONS, RUNS, SHELL
from tests.architecture.views_articles import every_view_of_articles
from tests.architecture.views_calendar import every_view_of_the_calendar
from tests.architecture.views_events import every_view_of_events
from tests.architecture.views_floor import every_view_of_the_floor
from tests.architecture.views_generations import TILES as MAKING
from tests.architecture.views_generations import every_view_of_generations
from tests.architecture.views_media import every_view_of_pictures
from tests.architecture.views_pins import every_view_of_pins
from tests.architecture.views_prompts import every_view_of_prompts
from tests.architecture.views_runs import every_view_of_runs

USAGE = views.Usage(used=212, limit=2000, renews_on=date(2026, 12, 1))
FAILED = views.State("bad", "Failed at reading")
PATTERNS = samples(SHELL)
ROWS = PATTERNS.documents
TAGS = (
    views.Choice(value="invoice", label="invoice", is_chosen=False, count=3),
    views.Choice(value="brief", label="brief", is_chosen=True),
)
DETAIL = DocumentDetail(
    id="d1",
    name="Rechnung 2026-118",
    filename="scan.pdf",
    kind_label="PDF",
    size=146_000,
    page_count=3,
    created_at=AT,
    state=DONE,
    progress=None,
    failure=None,
    remedy=None,
    is_deleted=False,
    is_busy=False,
    has_text=True,
    has_metadata=True,
    summary="Invoice for the delivery of 3 November.",
    tags=("invoice", "woodwork"),
    language="de",
    language_name="German",
    dates=(Fact("due", "30 November 2026"),),
    amounts=(Fact("", "3.440,05 €"),),
    provenance=PROVENANCE,
    revisions=REVISIONS,
    differences=PATTERNS.differences,
    runs=RUNS,
)
PAGE = PageView(
    number=2,
    has_picture=True,
    segments=(("Die ", False), ("Rechnung", True)),
    prose=None,
    source="OCR",
    confidence=0.95,
)
SHOW = views.DocumentPage(
    shell=SHELL,
    document=DETAIL,
    page=PAGE,
    pages=(
        PageLink(number=1, is_current=False, is_read=True, hits=2),
        PageLink(number=2, is_current=True, is_read=True),
        PageLink(number=3, is_current=False, is_read=False, is_after_gap=True),
    ),
    query="Rechnung & Co",
    here="/documents/d1?page=2",
)
SETTINGS = views.SettingsPage(
    shell=SHELL,
    errors={"profile": "This is no e-mail address.", "member": "The last owner stays."},
    saved="Saved.",
    has_password=True,
    tokens=(TokenRow(id="t1", name="Scanner", may_write=True, created_at=AT, last_used_at=None),),
    new_token="pr_secret",
    members=(
        MemberRow(id="u1", name="Ada", email="ada@example.org", role="owner", is_you=True),
        MemberRow(id="u2", name="Ben", email=None, role="member", is_you=False),
    ),
    invitation="http://127.0.0.1:8288/sign-in/link?token=x",
    is_owner=True,
    usage=USAGE,
    pictures=PictureWishes(prompt="Name the plants.", keeps_location=False),
    credits=PATTERNS.credits,
    costs=PATTERNS.costs,
    prompts=PATTERNS.prompts,
    about=About(
        describe_model="local",
        vision_model="local",
        paint_model="local",
        ocr_languages="eng+deu",
        address="http://127.0.0.1:8288",
    ),
)


FREE = replace(
    PATTERNS.costs, is_free=True, is_owner=False, rows=(), unpriced=0, budget=None, left=None, progress=None, paused=0
)
NOTHING_YET = replace(PATTERNS.credits, is_owner=False, entries=(), older_url=None, newest_url=None)


def every_view() -> Iterator[views.View]:
    """Yield views that together use every template and every field of every view."""
    yield PATTERNS
    yield views.CreditsPartial(PATTERNS.credits)
    yield views.CreditsPartial(NOTHING_YET)
    yield from every_view_of_events()
    yield from every_view_of_the_floor()
    yield from every_view_of_prompts()
    yield views.SpendingPartial(PATTERNS.costs)
    yield views.SpendingPartial(FREE)
    yield views.NavPartial(SHELL)
    yield from every_view_of_pictures()
    yield from every_view_of_pins()
    yield from every_view_of_the_calendar()
    yield from every_view_of_generations()
    yield from every_view_of_articles()
    yield views.SignInPage(email="", way_on="/documents", error="The password is wrong.")
    yield views.FirstRunPage(name="Admin", email="", error="Too short.")
    yield views.ErrorPage(status=404, title="Not found", detail="There is no such page.", way_on=Crumb("/", "Home"))
    yield from _homes()
    yield from _documents()
    yield from every_view_of_runs()
    yield SETTINGS
    yield replace(SETTINGS, errors={}, saved=None, has_password=False, tokens=(), new_token=None, invitation=None)
    yield replace(SETTINGS, is_owner=False, usage=replace(USAGE, limit=0))


def _homes() -> Iterator[views.View]:
    busy, trouble, done = (Section(ROWS[at : at + 2], 20, "/documents") for at in (0, 2, 4))
    none = Section((), 0, "/documents")
    home = views.HomePage(
        shell=SHELL,
        usage=USAGE,
        max_upload_bytes=200_000_000,
        generations=MAKING[:2],
        blogs=PATTERNS.projects[:2],
        pins_waiting=3,
        pins_in_progress=12,
        pins_publishing=3,
        troubles=(
            Trouble(
                url="/pins?status=failed", label="3 pins failed", reason="No picture.", retry="/projects/p1/scrape"
            ),
        ),
        in_progress=busy,
        needs_you=trouble,
        completed=done,
    )
    yield home
    yield replace(
        home,
        usage=replace(USAGE, used=2000),
        generations=(),
        blogs=(),
        pins_waiting=3,
        pins_in_progress=0,
        pins_publishing=0,
        troubles=(),
        in_progress=none,
        needs_you=none,
        completed=none,
    )


def _documents() -> Iterator[views.View]:
    for is_narrowed, is_empty in _pairs():
        yield views.DocumentsPage(
            shell=SHELL,
            query="Rechnung",
            statuses=TAGS,
            tags=TAGS,
            documents=() if is_empty else ROWS,
            more_url=None if is_empty else "/documents?cursor=c",
            is_narrowed=is_narrowed,
            here="/documents",
        )
    yield from (views.DocumentRowPartial(row) for row in ROWS)
    yield views.DocumentRowPartial(replace(ROWS[0], has_thumbnail=True))
    yield SHOW
    yield replace(SHOW, page=replace(PAGE, prose=Markup("<p>Plums</p>")), query="", pages=())
    yield replace(SHOW, page=replace(PAGE, segments=None, has_picture=False, confidence=None), document=_failed())
    yield replace(SHOW, page=replace(PAGE, segments=None), document=_reading())
    yield replace(SHOW, page=replace(PAGE, segments=()))
    yield from (views.MetadataPartial(replace(_failed(), remedy=remedy)) for remedy in ("retry", "describe", None))
    yield views.MetadataPartial(replace(DETAIL, is_deleted=True))


def _failed() -> DocumentDetail:
    return replace(DETAIL, state=FAILED, failure="It is encrypted.", remedy="password", has_text=False)


def _reading() -> DocumentDetail:
    return replace(
        DETAIL,
        state=views.State("run", "Reading"),
        progress=Progress(1, 3),
        is_busy=True,
        has_metadata=False,
        summary=None,
        tags=(),
        language=None,
        language_name=None,
        dates=(),
        amounts=(),
        provenance=None,
        revisions=(),
        differences=None,
        runs=(),
    )


def _pairs() -> list[tuple[bool, bool]]:
    return [(False, False), (False, True), (True, True)]
