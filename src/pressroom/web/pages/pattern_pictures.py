"""Samples of pictures for `/-/patterns`: drawn in SVG, so that they need no library of pictures."""

from base64 import b64encode

from pressroom.web.views.artworks import ArtworkTile
from pressroom.web.views.media import MediaRemedy, MediaTile, Picture, Swatch, Thumbnail
from pressroom.web.views.shell import Choice, State

COLOURS = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "black", "grey", "white")
PALETTE = (
    Swatch(name="sky blue", hex="#8fb4d8", share=0.46),
    Swatch(name="sand", hex="#dcc9a3", share=0.31),
    Swatch(name="pine green", hex="#33513f", share=0.15),
    Swatch(name="brick red", hex="#a14a35", share=0.08),
)
SAMPLE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    '<rect width="100%" height="100%" fill="{sky}"/>'
    '<circle cx="70%" cy="30%" r="12%" fill="{sun}"/><ellipse cx="30%" cy="105%" rx="70%" ry="45%" fill="{hill}"/>'
    '<ellipse cx="90%" cy="110%" rx="60%" ry="40%" fill="{near}"/></svg>'
)
SCENES = (
    ("#a9c6e0", "#fbe7b2", "#5d8064", "#33513f"),
    ("#f0b58a", "#fff1d6", "#a6563f", "#5d2d2a"),
    ("#27304a", "#e8e4cf", "#3d4a6b", "#151a2b"),
    ("#d9cfc0", "#f6efe2", "#b59c7d", "#7d6548"),
    ("#bfd9cf", "#f3dfe0", "#c77f93", "#7a4a68"),
)
DONE = State("ok", "Completed")
FAILED = State("bad", "Not read")


def tiles() -> list[MediaTile]:
    """Return tiles in every state."""
    return [
        tile(1, 1600, 1067, "A lake between pine hills on a clear morning"),
        tile(2, 900, 1350, "Terracotta pots on a terrace at sunset", duplicates=3),
        tile(3, 2400, 1000, "The moon over a ridge", is_artwork=True),
        tile(4, 1200, 1200, "Dunes", is_artwork=True, duplicates=1),
        tile(5, 1500, 1000, "Peonies in a glass, seen from the side", state=State("run", "Describing")),
        _bare(6, State("idle", "Waiting")),
        _bare(7, State("run", "Reading")),
        MediaTile(
            id="sample-8",
            url="/-/patterns",
            name="IMG_2210.jpg",
            caption=None,
            picture=Picture(alt="IMG_2210.jpg", width=None, height=None, thumbnails=()),
            state=FAILED,
            failure="The picture ends early: it was cut off on its way here.",
            remedy="retry",
        ),
        tile(
            9,
            1400,
            1000,
            "IMG_2211.jpg",
            state=State("bad", "Not described"),
            failure="The model did not answer in 60 seconds.",
            remedy="describe",
        ),
        tile(10, 3600, 1000, "A long shore"),
        tile(11, 500, 1250, "A tall tree"),
    ]


def artworks() -> list[ArtworkTile]:
    """Return artworks with a price and without one."""
    said = (
        (1, "Morning at the lake", "1,200.00 €"),
        (2, "Terrace", None),
        (3, "A moon with a title that is very long indeed", "80.00 €"),
    )
    return [
        ArtworkTile(
            id=f"sample-{number}",
            url="/-/patterns",
            title=title,
            price=price,
            picture=picture(number, 1500, 1000 + 200 * number, title),
        )
        for number, title, price in said
    ]


def colours() -> list[Choice]:
    """Return the twelve colours to look for, one chosen."""
    return [Choice(value=name, label=name.capitalize(), is_chosen=name == "teal", count=12) for name in COLOURS]


def tile(
    number: int,
    width: int,
    height: int,
    caption: str,
    *,
    state: State = DONE,
    is_artwork: bool = False,
    duplicates: int = 0,
    failure: str | None = None,
    remedy: MediaRemedy | None = None,
) -> MediaTile:
    """Return a tile with a drawn picture."""
    return MediaTile(
        id=f"sample-{number}",
        url="/-/patterns",
        name=f"IMG_{2200 + number}.jpg",
        caption=caption,
        picture=picture(number, width, height, caption),
        state=state,
        failure=failure,
        remedy=remedy,
        is_artwork=is_artwork,
        duplicates=duplicates,
    )


def picture(number: int, width: int, height: int, alt: str) -> Picture:
    """Return a drawn landscape of that size, with a placeholder of its colours."""
    sky, sun, hill, near = SCENES[number % len(SCENES)]
    drawn = _address(SAMPLE.format(width=width, height=height, sky=sky, sun=sun, hill=hill, near=near))
    flat = _address(f'<svg xmlns="http://www.w3.org/2000/svg"><rect width="100%" height="100%" fill="{sky}"/></svg>')
    return Picture(
        alt=alt, width=width, height=height, thumbnails=(Thumbnail(drawn, 320), Thumbnail(drawn, 960)), placeholder=flat
    )


def _bare(number: int, state: State) -> MediaTile:
    name = f"IMG_{2200 + number}.jpg"
    empty = Picture(alt=name, width=None, height=None, thumbnails=())
    return MediaTile(id=f"sample-{number}", url="/-/patterns", name=name, caption=None, picture=empty, state=state)


def _address(svg: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
