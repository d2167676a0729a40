"""Generations as tiles of the gallery, and the styles they can be made in."""

from pressroom.features.generations.models import Generation, Status, Step
from pressroom.features.generations.schemas import PictureOut, pictures_of
from pressroom.kernel.errors import Invalid
from pressroom.providers.paint import style, styles
from pressroom.providers.pictures import LONG_SIDES
from pressroom.web.narrowing import choices
from pressroom.web.static_files import STATIC
from pressroom.web.views.generations import GenerationTile, StyleChoice
from pressroom.web.views.media import Picture, Thumbnail
from pressroom.web.views.shell import PAUSED, Choice, Progress, State

DOING = {
    Step.QUEUED: "Waiting",
    Step.STORE_ORIGINAL: "Getting ready",
    Step.ANALYSE: "Looking at the photo",
    Step.GENERATE: "Making the picture",
    Step.STORE_RESULT: "Storing the picture",
    Step.FINALISE: "Finishing",
}
STEPS = tuple(step for step in Step if step is not Step.QUEUED)


def generation_tile(generation: Generation) -> GenerationTile:
    """Return a generation as a tile."""
    original, result = pictures_shown(generation)
    return GenerationTile(
        id=str(generation.id),
        name=generation.filename,
        style=style_name(generation.style),
        state=state_of(generation),
        progress=progress_of(generation),
        started_at=generation.started_at,
        original=original,
        result=result,
        failure=failure_of(generation),
        styles=style_choices(generation.style) if generation.status is Status.FAILED else (),
    )


def pictures_shown(generation: Generation) -> tuple[Picture, Picture | None]:
    """Return the photo, and what was made of it once it is delivered."""
    original, result = pictures_of(generation)
    made = f"{generation.filename} as {style_name(generation.style).lower()}"
    return _shown(original, f"The photo {generation.filename}"), _shown(result, made) if result else None


def state_of(generation: Generation) -> State:
    """Return where a generation stands, in words: in progress, the step it is at."""
    if generation.paused_reason:
        return PAUSED
    match generation.status:
        case Status.PROCESSING:
            return State("run", DOING[generation.step])
        case Status.COMPLETED:
            return State("ok", "Completed")
        case Status.FAILED:
            return State("bad", "Failed")


def progress_of(generation: Generation) -> Progress | None:
    """Return which step of how many it is at, while it is in progress."""
    if generation.status is not Status.PROCESSING:
        return None
    done = 0 if generation.step is Step.QUEUED else STEPS.index(generation.step) + 1
    return Progress(done, len(STEPS))


def failure_of(generation: Generation) -> str | None:
    """Return why it failed."""
    return (generation.error or "It failed.") if generation.status is Status.FAILED else None


def style_choices(chosen: str) -> list[StyleChoice]:
    """Return the styles to choose from; the first is chosen where `chosen` is none of them."""
    offered = styles()
    if chosen not in {one.key for one in offered}:
        chosen = offered[0].key
    return [
        StyleChoice(
            key=one.key, name=one.name, tagline=one.tagline, sample=_sample(one.key), is_chosen=one.key == chosen
        )
        for one in offered
    ]


def plain_styles(chosen: str = "") -> list[Choice]:
    """Return the styles as values of a list."""
    return choices([(one.key, one.name) for one in styles()], chosen)


def style_name(key: str) -> str:
    """Return what people call a style, also one that is no longer offered."""
    try:
        return style(key).name
    except Invalid:
        return key.replace("-", " ").capitalize()


def _sample(key: str) -> str | None:
    path = f"styles/{key}.webp"
    return path if (STATIC / path).is_file() else None


def _shown(picture: PictureOut | None, alt: str) -> Picture:
    if picture is None:
        return Picture(alt=alt, width=None, height=None, thumbnails=())
    longer = max(picture.width, picture.height)
    thumbnails = [
        Thumbnail(f"{picture.thumbnail}&size={size}", round(min(side, longer) * picture.width / longer))
        for size, side in LONG_SIDES.items()
    ]
    return Picture(
        alt=alt,
        width=picture.width,
        height=picture.height,
        thumbnails=thumbnails,
        placeholder=picture.placeholder,
    )
