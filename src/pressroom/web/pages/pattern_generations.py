"""Samples of generations for `/-/patterns`: tiles in every state, and the studio's form."""

from datetime import timedelta

from pressroom.kernel.clock import now
from pressroom.web.pages.generation_tiles import STEPS, style_choices
from pressroom.web.pages.pattern_pictures import picture
from pressroom.web.views.credits import Spending
from pressroom.web.views.generations import GenerationTile, Studio
from pressroom.web.views.media import Picture
from pressroom.web.views.shell import Progress, State

NOT_SEEN = Picture(alt="The photo Rex.heic", width=None, height=None, thumbnails=())
STYLES = style_choices("")
STUDIO = Studio(
    user_id="sample-user",
    spending=Spending(available=15, in_use=5, all_in_use=False),
    refusal="You have 5 generations in progress. Please wait for one to complete.",
    is_locked=True,
)


def tiles() -> list[GenerationTile]:
    """Return tiles in every state."""
    return [
        _tile("1", "Rex.heic", State("run", "Getting ready"), 1, original=NOT_SEEN),
        _tile("2", "IMG_2210, the one on the terrace at sunset.jpg", State("run", "Making the picture"), 3),
        _tile("3", "Mochi.jpg", State("ok", "Completed"), None, result=picture(1, 1024, 1024, "Mochi.jpg as plushie")),
        _tile("4", "A wall.png", State("bad", "Failed"), None, failure="The photo shows nothing: it is of one colour."),
        _tile(
            "5",
            "poster.webp",
            State("bad", "Failed"),
            None,
            original=NOT_SEEN,
            failure="The model refused: its policy on content does not allow a picture of this kind. Choose another.",
        ),
    ]


def _tile(
    number: str,
    name: str,
    state: State,
    step: int | None,
    *,
    original: Picture | None = None,
    result: Picture | None = None,
    failure: str | None = None,
) -> GenerationTile:
    return GenerationTile(
        id=f"sample-{number}",
        name=name,
        style="Plushie",
        state=state,
        progress=Progress(step, len(STEPS)) if step else None,
        started_at=now() - timedelta(seconds=7),
        original=original or picture(int(number), 1500, 1000, f"The photo {name}"),
        result=result,
        failure=failure,
        styles=STYLES,
    )
