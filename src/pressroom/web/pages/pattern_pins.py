"""Samples of pins for `/-/patterns`: rows, cards, forms and pictures in every state."""

from dataclasses import replace
from datetime import timedelta

from pressroom.kernel.clock import now
from pressroom.web.pages.pattern_carousels import carousel
from pressroom.web.pages.pattern_pictures import picture
from pressroom.web.pages.pattern_publishing import PUBLISHED_URL, published
from pressroom.web.pages.pin_rows import FAILURES, FETCHING, STATES, WAITS
from pressroom.web.views.media import Picture
from pressroom.web.views.metadata import Difference, RunLink
from pressroom.web.views.pin import (
    PictureOffer,
    PinAnswer,
    PinArticle,
    PinDetail,
    PinForm,
    PinText,
)
from pressroom.web.views.pins import (
    PinRow,
    Writing,
)
from pressroom.web.views.shell import Choice, Crumb, Progress, State

NO_PICTURE = Picture(alt="", width=None, height=None, thumbnails=())
TITLE = "Plum cake with almond crumble"
TEXT = "A vegan plum cake that stays moist for three days: 20 minutes of work, one bowl, and a crumble of almonds."
BOARDS = (
    Choice(value="b1", label="Baking", is_chosen=True),
    Choice(value="b2", label="Weeknight dinners", is_chosen=False),
)
ROW = PinRow(
    id="sample-1",
    name=TITLE,
    picture=picture(1, 1000, 1500, TITLE),
    fit="crop",
    title=TITLE,
    description=TEXT,
    board=BOARDS[0],
    project=Crumb("/projects/sample", "Kitchen Notes"),
    article=Crumb("/articles/sample", "Plum cake, the way my aunt makes it"),
    tags=("autumn", "cake"),
    state=State("ready", "Ready"),
    failure=None,
    waits_for=None,
    published_url=None,
    scheduled_at=None,
    locked=("title",),
    is_busy=False,
    is_published=False,
    can_retry=False,
)
FORM = PinForm(
    title=PinText(value=TITLE, most=100, is_locked=True),
    description=PinText(value=TEXT, most=800, is_locked=False),
    alt_text=PinText(value="A cake with plums on a wooden board", most=500, is_locked=False),
    keywords=PinText(value="plum cake, vegan baking", most=10, is_locked=False),
    boards=BOARDS,
    board_error=None,
    link="",
    link_error=None,
    made_link="https://kitchen-notes.example/plum-cake/?utm_source=pinterest",
    tags="autumn, cake",
    tags_error=None,
    was={},
    is_refused=False,
)
REFUSED = replace(
    FORM,
    title=PinText(
        value=f"{TITLE}, and how to keep it fresh for the whole week without a fridge, box or any other trick at all",
        most=100,
        is_locked=False,
        error="The title may have at most 100 characters; this one has 116.",
    ),
    link="not an address",
    link_error="The link is no web address. Write it as https://example.org/post.",
    made_link=None,
    board_error="There is no such board here.",
    tags_error="At most 30 tags, of at most 60 characters each.",
    is_refused=True,
)
ARTICLE = PinArticle(
    url="/articles/sample",
    title="Plum cake, the way my aunt makes it",
    excerpt="My aunt never weighed anything. For this cake she took as many plums as fit into her apron…",
    site="kitchen-notes.example",
    external_url="https://kitchen-notes.example/plum-cake/",
)


def rows() -> list[PinRow]:
    """Return rows in every state."""
    fresh = replace(ROW, title="", description="", board=None, tags=(), locked=(), name="Pin without a title")
    return [
        ROW,
        replace(
            ROW, id="sample-2", scheduled_at=now() + timedelta(days=2), state=State("planned", "Scheduled"), locked=()
        ),
        replace(fresh, id="sample-3", picture=NO_PICTURE, state=FETCHING, article=None),
        replace(fresh, id="sample-4", state=State("run", "Writing"), is_busy=True),
        replace(
            ROW,
            id="sample-5",
            fit="pad",
            state=next(iter(FAILURES.values())),
            failure="The picture is gone: kitchen-notes.example answered 404. Choose another.",
            can_retry=True,
            tags=("autumn", "cake", "plums", "vegan", "weekend"),
        ),
        replace(ROW, id="sample-6", state=STATES[list(STATES)[-1]], is_published=True, published_url=PUBLISHED_URL),
        replace(
            ROW,
            id="sample-7",
            scheduled_at=now(),
            state=WAITS,
            waits_for="The account ada has to be connected again: Token refresh failed: invalid_grant.",
        ),
    ]


def details() -> list[PinDetail]:
    """Return a pin that is ready, and one with a form that was refused."""
    at = now() - timedelta(hours=2)
    ready = PinDetail(
        id="sample-1",
        name=TITLE,
        picture=ROW.picture,
        fit="crop",
        title=TITLE,
        opening=TEXT,
        site="kitchen-notes.example",
        state=ROW.state,
        failure=None,
        waits_for=None,
        is_deleted=False,
        is_busy=False,
        can_retry=False,
        can_write=True,
        is_published=False,
        form=FORM,
        scheduled_at=None,
        schedule_error=None,
        lacks=None,
        publishing=published(),
        answers=(
            _answer("a2", "$0.0004, 1,530 tokens", "openai:gpt-5-mini", feedback="Shorter", is_current=True),
            _answer("a1", "free", "Built-in model"),
        ),
        differences=(
            Difference("Title", (("Plum cake", "same"), (" of my aunt", "removed"), (" with almond crumble", "added"))),
        ),
        project=ROW.project,
        article=ARTICLE,
        siblings=rows()[1:3],
        runs=(RunLink("r1", "write pin", STATES[list(STATES)[2]], at, 0.8),),
        carousel=carousel(ROW.picture),
        created_at=at,
    )
    return [ready, replace(ready, id="sample-2", form=REFUSED, schedule_error="This time is past.")]


def writing() -> list[Writing]:
    """Return several pins being written, written, written but for some, waiting for a budget, published."""
    return [
        _writing("sample-1", Progress(31, 200), failed=2),
        _writing("sample-2", Progress(200, 200), failed=3),
        _writing("sample-3", Progress(12, 12)),
        _writing("sample-4", Progress(20, 60), paused=40),
        replace(_writing("sample-5", Progress(4, 12), failed=1), is_publishing=True),
    ]


def _writing(run: str, progress: Progress, *, failed: int = 0, paused: int = 0) -> Writing:
    return Writing(
        run=run,
        progress=progress,
        is_publishing=False,
        succeeded=progress.done - failed,
        failed=failed,
        reason="Pin must have an image" if failed and progress.done == progress.total else "",
        paused=paused,
        paused_reason="This month's AI budget of $5.00 is used up ($5.01)." if paused else None,
        is_over=progress.done == progress.total,
        at=now() - timedelta(seconds=12),
    )


def offers() -> list[PictureOffer]:
    """Return pictures to tick: one there, one on another site."""
    return [
        PictureOffer(value="media:1", label="IMG_2201.jpg", detail="", picture=ROW.picture, is_chosen=True),
        PictureOffer(
            value="article_picture:2",
            label="Plums in a bowl",
            detail="1600 by 1067 pixels",
            picture=None,
            is_chosen=False,
        ),
    ]


def _answer(number: str, cost: str, author: str, *, feedback: str | None = None, is_current: bool = False) -> PinAnswer:
    return PinAnswer(
        id=f"sample-{number}",
        at=now() - timedelta(minutes=9),
        author=author,
        cost=cost,
        title=TITLE,
        description=TEXT,
        feedback=feedback,
        notes=("The title was too long twice: cut from 131 to 98 characters.",) if feedback else (),
        changed="Changed: title, description" if feedback else "",
        is_current=is_current,
        is_older=not is_current,
        is_newer=is_current,
    )
