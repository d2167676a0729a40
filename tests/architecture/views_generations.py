"""Samples of the views of generations."""

from collections.abc import Iterator
from dataclasses import replace

from pressroom.web import views
from pressroom.web.pages import pattern_generations, pattern_pictures
from pressroom.web.pages.generation_tiles import plain_styles
from pressroom.web.views.credits import Spending
from pressroom.web.views.generations import GenerationBatch, GenerationDetail, ShelfPicture
from pressroom.web.views.shell import Crumb, Progress
from tests.architecture.frame import AT, DONE, RUNS, SHELL

TILES = pattern_generations.tiles()
STUDIO = pattern_generations.STUDIO
BATCH = GenerationBatch(
    id="first",
    tiles=TILES,
    more_url="/generations?cursor=c",
    load_url="/generations/batch?cursor=c",
    here="/generations",
    moves="",
)
NOTHING = replace(BATCH, tiles=(), more_url=None, load_url=None, moves="processing failed")
PHOTO = pattern_pictures.picture(1, 1600, 1067, "The photo Mochi.jpg")
DETAIL = GenerationDetail(
    id="g1",
    name="Mochi.jpg",
    style="Plushie",
    state=DONE,
    progress=None,
    failure=None,
    waits_for=None,
    original=PHOTO,
    result=PHOTO,
    styles=pattern_generations.STYLES,
    is_deleted=False,
    subject="A pet",
    description="A white cat with one black ear lies on a blue blanket.",
    features=("one black ear", "green eyes"),
    models="This server",
    notes=("The photo was cropped tightly.",),
    paid="1 credit",
    cost="No cost",
    stopped_at=None,
    seconds=3.4,
    attempt=2,
    origin="Uploaded",
    created_at=AT,
    started_at=AT,
    run_id="generate-picture:g1:2",
    runs=RUNS,
    media=Crumb("/media/m1", "Mochi-plushie.png"),
)
PAGE = views.GenerationsPage(
    shell=SHELL,
    studio=STUDIO,
    styles=pattern_generations.STYLES,
    max_upload_bytes=200_000_000,
    statuses=(views.Choice(value="failed", label="Failed", is_chosen=False, count=3),),
    narrowing=plain_styles("felt"),
    batch=BATCH,
    is_narrowed=True,
)


def every_view_of_generations() -> Iterator[views.View]:
    """Yield views that together use every template and every field of these pages."""
    yield PAGE
    yield replace(PAGE, batch=NOTHING)
    yield replace(PAGE, batch=NOTHING, is_narrowed=False)
    yield views.GenerationBatchPartial(replace(BATCH, id="c"))
    yield from (views.GenerationTilePartial(one) for one in TILES)
    yield from (views.GenerationRowPartial(one) for one in TILES)
    none = Spending(available=0, in_use=0, all_in_use=False)
    yield views.StudioPartial(STUDIO)
    yield views.StudioPartial(replace(STUDIO, refusal=None, spending=none))
    yield views.StudioPartial(replace(STUDIO, refusal=None, is_locked=False))
    yield views.ShelfPartial((ShelfPicture("m1", PHOTO),))
    yield views.ShelfPartial(())
    yield from _details()


def _details() -> Iterator[views.View]:
    page = views.GenerationPage(shell=SHELL, generation=DETAIL)
    bare = replace(
        DETAIL,
        progress=Progress(2, 5),
        state=views.State("run", "Looking at the photo"),
        result=None,
        subject=None,
        description=None,
        features=(),
        models=None,
        notes=(),
        cost=None,
        seconds=None,
        runs=(),
        media=None,
    )
    failed = replace(
        bare, state=views.State("bad", "Failed"), progress=None, failure="It is of one colour.", stopped_at="Making it"
    )
    yield page
    yield replace(page, generation=bare)
    yield replace(page, generation=failed)
    yield replace(page, generation=replace(bare, original=pattern_generations.NOT_SEEN))
    yield views.GenerationPanelPartial(replace(DETAIL, media=None))
    yield views.GenerationPanelPartial(replace(DETAIL, is_deleted=True))
    yield views.GenerationPanelPartial(replace(DETAIL, waits_for="This month's AI budget is used up."))
