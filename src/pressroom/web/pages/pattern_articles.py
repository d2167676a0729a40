"""Samples of projects, boards and articles for `/-/patterns`."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pressroom.features.pins.projects.slots import NAMES
from pressroom.kernel.clock import now
from pressroom.web.views.articles import ArticleRow
from pressroom.web.views.projects import (
    BoardRow,
    BoardsPart,
    LinkExample,
    NewBoardForm,
    NextStep,
    ProjectDetail,
    ProjectForm,
    ProjectRow,
    ScrapeDetail,
    WeekDay,
)
from pressroom.web.views.shell import Choice, Crumb, Progress, State

SCRAPING = State("run", "Reading articles")
FORM = ProjectForm(
    name="Kitchen Notes",
    site_url="https://kitchen-notes.example",
    languages=(
        Choice(value="de", label="German", is_chosen=True),
        Choice(value="en", label="English", is_chosen=False),
    ),
    tone="warm, plain, no superlatives",
    keywords="vegan, weeknight dinner",
    boards=(Choice(value="b1", label="Weeknight dinners", is_chosen=True),),
    new_board="",
    connections=(Choice(value="c1", label="ada (Pinterest)", is_chosen=False),),
    link_template="{url}?utm_source=pinterest&utm_campaign={slug}",
    example=LinkExample(
        url="https://kitchen-notes.example/plum-cake/?utm_source=pinterest&utm_campaign=plum-cake", error=None
    ),
    pins_per_article="2",
    fits=(
        Choice(value="crop", label="Cut to fit", is_chosen=True),
        Choice(value="pad", label="Add bars", is_chosen=False),
    ),
    closing="Recipe on the blog.",
    zone="Europe/Vienna",
    week=[WeekDay(name=name, times="09:30, 17:00" if name < "S" else "") for name in NAMES],
    is_unfolded=True,
    errors={"pins_per_article": "An article gets 1 to 5 pins."},
)
PLANNED = BoardRow(
    id="sample-2",
    name="Baking",
    description="",
    pin_count=0,
    account=None,
    is_there=False,
    is_planned=True,
    sections=(),
    state=None,
)
DINNERS = replace(
    PLANNED,
    id="sample-1",
    name="Weeknight dinners",
    description="Quick vegan meals for two",
    pin_count=86,
    account="kitchennotes",
    is_there=True,
    is_planned=False,
    sections=("Soups", "Stews"),
)
BOARDS = BoardsPart(
    boards=(
        DINNERS,
        PLANNED,
        replace(DINNERS, id="sample-3", name="Gifts", sections=(), state=State("idle", "Secret")),
        replace(DINNERS, id="sample-4", name="Picnics", is_there=False, state=State("bad", "Gone from Pinterest")),
    ),
    new=NewBoardForm(name="Baking", is_secret=True),
    accounts=(Choice(value="c1", label="kitchennotes", is_chosen=True),),
    errors={"new": "There is a board called “Baking” already.", "sample-2": "A board's name has 1 to 180 characters."},
)


def projects() -> list[ProjectRow]:
    """Return rows of projects in every state."""
    return [
        _project("1", "Kitchen Notes", SCRAPING, progress=Progress(31, 86)),
        _project("2", "Old garden", State("warn", "Waiting"), progress=Progress(12, None)),
        _project("3", "Atelier", State("ok", "Up to date"), result="12 new, 84 unchanged, 1 failed"),
        _project("4", "Travels", State("ok", "Up to date"), result="9 new", pins=0, next_step="pins"),
        _project(
            "5", "Lost", State("bad", "Did not finish"), result="The site's name leads nowhere.", next_step="scrape"
        ),
        _project("6", "New one", State("idle", "Not looked through yet"), articles=0, pins=0, next_step="scrape"),
    ]


def project() -> ProjectDetail:
    """Return a project whose blog is being looked through, and is let rest."""
    return ProjectDetail(
        id="sample",
        name="Kitchen Notes",
        site="kitchen-notes.example",
        external_url="https://kitchen-notes.example",
        article_count=74,
        pin_count=86,
        scrape=ScrapeDetail(
            state=State("warn", "Waiting"),
            articles=Progress(31, 86),
            fetched=22,
            unchanged=4,
            skipped=1,
            failed=1,
            missing=1,
            via="in its feed",
            notes=("The feed holds the newest 20 posts only; older ones came from the sitemap.",),
            held_until=now() + timedelta(minutes=4),
            held_reason="It asks to wait.",
            failure=None,
            started_at=now() - timedelta(minutes=2),
            ended_at=None,
            run=Crumb("/runs", "its run"),
        ),
        is_running=True,
        is_deleted=False,
    )


def articles() -> list[ArticleRow]:
    """Return rows of articles in every state."""
    done = ArticleRow(
        id="sample-1",
        name="Zwetschgenkuchen vom Blech",
        project=Crumb("/projects", "Kitchen Notes"),
        published_at=datetime(2026, 5, 3, tzinfo=UTC),
        words=812,
        language_name="German",
        picture_count=6,
        largest=(1600, 2400),
        thumbnail=None,
        state=State("ok", "Read"),
        failure=None,
        note=None,
        can_retry=False,
        can_make=True,
        pin_count=0,
        at=now() - timedelta(minutes=3),
    )
    bare = replace(done, published_at=None, words=0, language_name=None, picture_count=0, largest=None, can_make=False)
    gone = "The page is gone: the server answered 404."
    return [
        replace(bare, id="sample-2", name="blog.example/plum-jam", state=State("idle", "Waiting")),
        replace(bare, id="sample-3", name="Quince jelly", state=State("run", "Fetching")),
        done,
        replace(done, id="sample-4", name="Apple strudel", pin_count=3, note="Its date is not said on the page."),
        replace(
            bare, id="sample-5", name="blog.example/gone", state=State("bad", "Failed"), failure=gone, can_retry=True
        ),
        replace(bare, id="sample-6", name="About me", state=State("idle", "No article")),
    ]


def _project(
    number: str,
    name: str,
    state: State,
    *,
    progress: Progress | None = None,
    result: str | None = None,
    next_step: NextStep | None = None,
    articles: int = 96,
    pins: int = 41,
) -> ProjectRow:
    return ProjectRow(
        id=f"sample-{number}",
        name=name,
        site=f"{name.lower().replace(' ', '-')}.example",
        state=state,
        progress=progress,
        result=result,
        next_step=next_step,
        article_count=articles,
        pin_count=pins,
        scraped_at=now() - timedelta(minutes=12) if result else None,
    )
