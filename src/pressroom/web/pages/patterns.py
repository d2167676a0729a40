"""`/-/patterns`: every component in every state, to be looked at before a page is called done."""

from dataclasses import replace
from datetime import timedelta

from fastapi import APIRouter, Response

from pressroom.kernel.clock import now
from pressroom.web.asking import PrincipalDep, SessionDep
from pressroom.web.pages import (
    pattern_articles,
    pattern_calendar,
    pattern_credits,
    pattern_folders,
    pattern_generations,
    pattern_pictures,
    pattern_pins,
    pattern_prompts,
    pattern_publishing,
    pattern_spending,
)
from pressroom.web.pages.page import shell
from pressroom.web.templating import page
from pressroom.web.views import Choice, PatternsPage, Shell, State
from pressroom.web.views.documents import DocumentRow, Hit
from pressroom.web.views.metadata import Difference
from pressroom.web.views.runs import RunRow, TimelineBar, TimelineChild
from pressroom.web.views.shell import PAUSED, Crumb, Progress

router = APIRouter(include_in_schema=False)

MAX_UPLOAD_BYTES = 200_000_000
STATES = (
    State("idle", "Waiting"),
    State("run", "Reading page 31 of 50"),
    State("ok", "Completed"),
    State("warn", "Cancelled"),
    State("bad", "Failed at reading"),
)


@router.get("/-/patterns")
def patterns(session: SessionDep, principal: PrincipalDep) -> Response:
    """Show the components."""
    return page(samples(shell(session, principal, "")))


def samples(frame: Shell) -> PatternsPage:
    """Return the page with its samples in place."""
    return PatternsPage(
        shell=frame,
        states=STATES,
        choices=_choices(),
        documents=_documents(),
        runs=_runs(),
        timeline=_timeline(),
        differences=_differences(),
        tiles=pattern_pictures.tiles(),
        artworks=pattern_pictures.artworks(),
        colours=pattern_pictures.colours(),
        palette=pattern_pictures.PALETTE,
        folders=pattern_folders.folders(),
        folder=pattern_folders.folder(),
        choice=pattern_folders.CHOICE,
        connections=pattern_folders.connections(),
        credits=pattern_credits.credits_part(),
        costs=pattern_spending.spending_part(),
        prompts=pattern_prompts.PROMPTS,
        history=pattern_prompts.history(),
        trial=pattern_prompts.trial(),
        spending=pattern_credits.SPENDING,
        generations=pattern_generations.tiles(),
        studio=pattern_generations.STUDIO,
        styles=pattern_generations.STYLES,
        projects=pattern_articles.projects(),
        project=pattern_articles.project(),
        project_form=pattern_articles.FORM,
        boards=pattern_articles.BOARDS,
        articles=pattern_articles.articles(),
        pins=pattern_pins.rows(),
        pin_details=pattern_pins.details(),
        writing=pattern_pins.writing(),
        published=(pattern_publishing.publishings(), pattern_publishing.FORECASTS),
        planned=(pattern_calendar.week(), pattern_calendar.tray()),
        offers=pattern_pins.offers(),
        max_upload_bytes=MAX_UPLOAD_BYTES,
    )


def _choices() -> list[Choice]:
    return [
        Choice(value="completed", label="Completed", is_chosen=True, count=412),
        Choice(value="failed", label="Failed", is_chosen=False, count=3),
        Choice(value="any", label="Reading", is_chosen=False),
    ]


def _documents() -> list[DocumentRow]:
    failed = State("bad", "Failed at reading")
    hit = Hit(
        2, (("Bitte überweisen Sie den Betrag der ", False), ("Rechnung", True), (" bis zum 30. November.", False))
    )
    return [
        _document("1", name="Scan_0042.pdf", state=STATES[1], progress=Progress(31, 50), seconds=41),
        _document("2", name="Field notes.docx", kind="word", state=STATES[1], progress=Progress(0, None), seconds=2),
        _document(
            "3",
            name="Rental agreement, Lindenstraße 12",
            tags=("contract", "2026"),
            summary="Twelve-month lease for a two-room flat from 1 January 2027, 980 € a month.",
            is_completed=True,
        ),
        _document("4", name="Rechnung 2026-118, Tischlerei am Markt", is_completed=True, hits=(hit,), query="Rechnung"),
        _document(
            "5", name="receipt.jpg", kind="image", state=failed, failure="The picture ends early.", remedy="retry"
        ),
        _document("6", name="payslip.pdf", state=failed, failure="It is encrypted.", remedy="password"),
        _document("7", name="notes.md", kind="text", state=STATES[0]),
    ]


def _document(
    number: str,
    *,
    name: str,
    state: State = STATES[2],
    is_completed: bool = False,
    seconds: int = 120,
    **rest: object,
) -> DocumentRow:
    at = now() - timedelta(seconds=seconds)
    plain: dict[str, object] = {
        "kind": "pdf",
        "has_thumbnail": False,
        "page_count": 2 if is_completed else None,
        "tags": (),
        "summary": None,
        "progress": None,
        "failure": None,
        "remedy": None,
    }
    ended = at if is_completed else None
    return DocumentRow(
        id=f"sample-{number}",
        name=name,
        state=state,
        created_at=at,
        completed_at=ended,
        **(plain | rest),  # type: ignore[arg-type]  # samples; drawing them is what checks them
    )


def _runs() -> list[RunRow]:
    return [
        _run("1", STATES[1]),
        _run("2", STATES[2], seconds=1.2),
        replace(_run("4", PAUSED), waits_for="This month's AI budget of $20.00 is used up ($20.13)."),
        _run("3", State("bad", "Failed"), seconds=61.0, error="The model did not answer in 60 seconds.", attempts=3),
    ]


def _run(
    number: str, state: State, *, seconds: float | None = None, error: str | None = None, attempts: int = 1
) -> RunRow:
    at = now() - timedelta(minutes=2)
    return RunRow(
        id=f"sample-run-{number}",
        workflow="process document",
        subject=Crumb("/documents", "Rental agreement, Lindenstraße 12"),
        state=state,
        created_at=at,
        started_at=at,
        seconds=seconds,
        attempts=attempts,
        error=error,
        is_over=seconds is not None,
    )


def _timeline() -> list[TimelineBar]:
    return [
        _bar("inspect", "ok", "Done", 0, 1, 0.004),
        _bar("read pages 1 to 10", "ok", "Done", 1, 34, 4.1),
        _bar("read pages 11 to 20", "warn", "Done", 35, 40, 4.8, "The OCR engine stopped; another took the page."),
        replace(
            _bar("describe", "bad", "Failed", 75, 20, 2.4, "The model's answer made no sense."),
            number=4,
            tries=(82.5,),
            output='{"failed": "The model\'s answer made no sense."}',
            began_at=now(),
            can_rewind=True,
            children=(
                TimelineChild(
                    url="/runs", name="preview article", state=STATES[1], offset=78.0, width=4.0, seconds=0.6
                ),
            ),
        ),
        _bar("finish", "run", "Running", 95, 5, None),
    ]


def _bar(
    name: str, tone: str, label: str, offset: float, width: float, seconds: float | None, *failures: str
) -> TimelineBar:
    state = next(State(one.tone, label) for one in STATES if one.tone == tone)
    return TimelineBar(name=name, state=state, offset=offset, width=width, seconds=seconds, failures=failures)


def _differences() -> list[Difference]:
    return [
        Difference("Name", (("Invoice", "removed"), ("Rechnung", "added"), (" 2026-118", "same"))),
        Difference("Tags", (("invoice, woodwork", "same"), (", due 30 Nov", "added"))),
    ]
