"""In which sizes a page offers its pictures, and which addresses are one picture in several."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, urlsplit

LARGEST = 40_000
PIXELS = re.compile(r"\s*(\d{1,5})(\.\d+)?\s*(px)?\s*", re.IGNORECASE)
CANDIDATE = re.compile(r"([^\s,]\S*[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)")
IN_NAME = re.compile(r"-(\d{2,5})x(\d{2,5})(?=\.\w+$)")
VARIANT = re.compile(r"(-\d{2,5}x\d{2,5}|-scaled|-e\d{9,}|@\dx|_(small|medium|large|thumb|\d{2,4}w))+(?=\.\w+$)")
IN_PATH = re.compile(
    r"/size/w\d+(h\d+)?(?=/)|/(?:[a-z]{1,3}_[\w.:-]+,?)+(?=/)|/s\d{2,4}(-[a-z]+)?(?=/)|/\d{2,4}x\d{0,4}(?=/)"
)
"""How image servers write a size into a path: `/size/w600/`, `/w_800,h_600/`, `/s1600/`, `/800x600/`."""

MIRROR = re.compile(r"^i\d\.wp\.com/")
SIZING = frozenset(
    {
        "w",
        "h",
        "width",
        "height",
        "resize",
        "fit",
        "crop",
        "q",
        "quality",
        "dpr",
        "auto",
        "format",
        "fm",
        "ssl",
        "strip",
    }
    | {"zoom", "v", "ver", "version", "name", "s", "sz", "rect", "lossy", "webp", "itok"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the files a picture is offered in; `width` is in pixels, `density` in pixels for each the page counts."""

    link: str
    width: int | None = None
    density: float = 1.0
    is_full: bool = False
    """Whether it is what a click on the picture opens."""

    @classmethod
    def of_set(cls, srcset: str) -> Iterator[Self]:
        """Yield the choices of a `srcset`."""
        for link, value, unit in CANDIDATE.findall(srcset):
            if not link.startswith("data:"):
                width = number(value) if unit == "w" else None
                yield cls(link=link, width=width, density=float(value) if unit == "x" and number(value) else 1.0)


def largest(choices: Sequence[Choice]) -> Choice | None:
    """Return the choice with the most pixels: the one that opens in full, else the widest, densest, first."""
    return max(choices, key=lambda one: (one.is_full, one.width or 0, one.density), default=None)


def sized(choice: Choice, width: int | None, height: int | None) -> tuple[int | None, int | None]:
    """Return a chosen file's size, given the size the page shows it in."""
    if named := IN_NAME.search(choice.link.partition("?")[0]):
        return int(named.group(1)), int(named.group(2))
    if choice.is_full:
        return None, None
    if choice.width and width and height:
        return choice.width, round(choice.width * height / width)
    if choice.width:
        return choice.width, None
    return width and round(width * choice.density), height and round(height * choice.density)


def number(written: object) -> int | None:
    """Return a number of pixels as pages write them, or None for percentages, nonsense and nothing."""
    found = PIXELS.fullmatch(str(written)) if written is not None else None
    value = int(found.group(1)) if found else 0
    return value if 0 < value <= LARGEST else None


def identity_of(url: str) -> str:
    """Return what the addresses of one picture in several sizes have in common."""
    parts = urlsplit(url)
    kept = sorted((name, value) for name, value in parse_qsl(parts.query) if name.lower() not in SIZING)
    path = IN_PATH.sub("", VARIANT.sub("", parts.path))
    return MIRROR.sub("", f"{parts.netloc}{path}").removeprefix("www.") + (f"?{kept}" if kept else "")
