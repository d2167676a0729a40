"""Samples of the views of pins."""

from collections.abc import Iterator
from dataclasses import replace

from pressroom.web import views
from pressroom.web.pages import pattern_pins, pattern_publishing
from pressroom.web.views.pin import (
    PinMaking,
)
from pressroom.web.views.pin_carousel import PinCarousel
from pressroom.web.views.pin_pictures import PinPicturesPage
from pressroom.web.views.pins import (
    KeptView,
    PinBatch,
    PinColumn,
    PinFilters,
)
from pressroom.web.views.publishing import ForecastPartial, PinPublishingPartial
from pressroom.web.views.shell import Crumb
from tests.architecture.frame import AT, SHELL

CHOICES = (
    views.Choice(value="ready", label="Ready", is_chosen=False, count=3),
    views.Choice(value="failed", label="Failed", is_chosen=True),
)
ROWS = pattern_pins.rows()
BATCH = PinBatch(
    id="first", rows=ROWS, more_url="/pins?cursor=c", load_url="/pins/batch?cursor=c", here="/pins", moves="draft ready"
)
FILTERS = PinFilters(
    query="plum",
    statuses=CHOICES,
    projects=CHOICES,
    boards=CHOICES,
    tags=CHOICES,
    planned=CHOICES,
    article=CHOICES[0],
    narrowed={"q": "plum", "status": "failed"},
)
VIEWS = (
    KeptView(id="w1", name="Failed ones", url="/pins?status=failed", is_current=True),
    KeptView(id="w2", name="Winter", url="/pins?tag=winter", is_current=False),
)
COLUMN = PinColumn(
    status="ready",
    label="Ready",
    total=120,
    cards=ROWS,
    here="/pins/board/ready?length=20",
    more_url="/pins/board/ready?length=40",
    all_url="/pins?status=ready",
    moves="draft describing",
)
MAKING = PinMaking(
    projects=CHOICES,
    articles=CHOICES,
    boards=CHOICES,
    query="plums",
    of_article=pattern_pins.offers()[1:],
    of_library=pattern_pins.offers()[:1],
    of_generations=pattern_pins.offers()[:1],
    is_written=True,
    error="Choose a picture, or drop one: each gets its pin.",
    max_upload_bytes=200_000_000,
    once="o1",
)
NOT_NARROWED = replace(FILTERS, query="", article=None, narrowed={})


def every_view_of_pins() -> Iterator[views.View]:
    """Yield views that together use every template and every field of these pages."""
    yield from _table()
    yield from _board()
    yield from _pages()
    new = views.PinNewPage(shell=SHELL, making=MAKING)
    yield new
    yield replace(new, making=replace(MAKING, error=None, is_written=False, of_library=(), of_article=()))
    partly = replace(MAKING, error=None, made=2, made_url="/pins?project=p1", refused=("“a.txt”: It is no picture.",))
    yield replace(new, making=partly)
    yield replace(new, making=replace(MAKING, query="", of_library=(), of_generations=()))
    yield replace(new, making=replace(MAKING, projects=()))
    further = PinPicturesPage(
        shell=SHELL,
        pin=Crumb("/pins/p1", "Plum cake"),
        url="/pins/p1/pictures",
        project="b1",
        article="a1",
        room=4,
        has_own=True,
        making=replace(MAKING, error=None),
    )
    yield further
    yield replace(further, has_own=False, room=5, making=MAKING)


def _table() -> Iterator[views.View]:
    page = views.PinsPage(
        shell=SHELL,
        filters=FILTERS,
        views=VIEWS,
        boards=CHOICES,
        batch=BATCH,
        writing=pattern_pins.writing(),
        has_projects=True,
    )
    nothing = replace(BATCH, rows=(), more_url=None, load_url=None)
    yield page
    yield replace(page, views=VIEWS[1:], writing=(), batch=replace(BATCH, id="c"))
    yield replace(page, batch=nothing)
    yield replace(page, batch=nothing, filters=NOT_NARROWED, views=())
    yield replace(page, batch=nothing, filters=NOT_NARROWED, has_projects=False)
    yield views.PinBatchPartial(replace(BATCH, id="c"))
    yield views.PinWritingPartial(pattern_pins.writing())
    yield views.PinEstimatePartial("12 pins: free, runs on this server.", is_free=True)
    yield views.PinEstimatePartial("12 pins: about $0.02.", is_free=False)
    yield from (views.PinRowPartial(one) for one in ROWS)


def _board() -> Iterator[views.View]:
    page = views.PinsBoardPage(shell=SHELL, columns=(COLUMN,), projects=CHOICES, has_projects=True)
    yield page
    yield replace(page, columns=(), has_projects=False)
    yield views.PinColumnPartial(replace(COLUMN, more_url=None))
    yield views.PinColumnPartial(replace(COLUMN, cards=(), total=0, more_url=None))
    yield from (views.PinCardPartial(one) for one in ROWS)


def _pages() -> Iterator[views.View]:
    ready, refused = pattern_pins.details()
    page = views.PinPage(shell=SHELL, pin=ready)
    bare = replace(
        ready,
        picture=pattern_pins.NO_PICTURE,
        title="",
        opening="",
        site="",
        answers=(),
        differences=None,
        article=None,
        siblings=(),
        runs=(),
        carousel=PinCarousel(shots=(), most=5, choose_url="/pins/sample-1/pictures"),
    )
    failed = views.State("bad", "Not written")
    yield page
    yield replace(page, pin=refused)
    yield replace(page, pin=replace(bare, state=failed, failure="The model did not answer.", can_retry=True))
    yield replace(page, pin=replace(bare, is_busy=True, can_write=False, waits_for="The budget is used up."))
    yield views.PinPanelPartial(replace(ready, scheduled_at=AT, answers=ready.answers[:1], differences=()))
    yield views.PinPanelPartial(replace(ready, is_deleted=True))
    published = replace(ready, is_published=True)
    yield views.PinPanelPartial(published)
    yield views.PinStagePartial(published)
    yield from (PinPublishingPartial(one) for one in pattern_publishing.publishings())
    yield from (ForecastPartial(one) for one in pattern_publishing.FORECASTS)
    yield views.PinFormPartial(form=refused.form, url="/pins/sample-2", is_closed=False)
