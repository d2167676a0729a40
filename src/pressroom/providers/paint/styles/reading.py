"""Reads the styles there are, once a process."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pressroom.kernel.errors import Invalid
from pressroom.providers.paint.styles.style import Style, StyleFile

ENDING = ".toml"


@lru_cache(maxsize=1)
def styles() -> tuple[Style, ...]:
    """Return every style, in the order their files give."""
    found = [_read(file) for file in files(__package__).iterdir() if file.name.endswith(ENDING)]
    return tuple(style for _, style in sorted(found, key=lambda pair: (pair[0], pair[1].key)))


def style(key: str) -> Style:
    """Return the style of this key; Invalid (`unknown_style`), naming those there are, where there is none."""
    found = next((one for one in styles() if one.key == key), None)
    if found is None:
        keys = ", ".join(one.key for one in styles())
        raise Invalid(f"There is no style “{key[:40]}”. There are: {keys}.", code="unknown_style")
    return found


def _read(file: Traversable) -> tuple[int, Style]:
    read = StyleFile.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    return read.order, read.style(file.name.removesuffix(ENDING))
