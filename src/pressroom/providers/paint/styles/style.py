"""What a style is, and the shape of its file."""

import string
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

PLACEHOLDERS = frozenset({"type", "description", "features"})
"""What a prompt may leave open, in braces; each must be there."""

Share = Annotated[float, Field(ge=0, le=1)]


class Recipe(BaseModel):
    """How the local painter works in a style; lengths are in pixels of a picture of 1024."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    patches: Annotated[int, Field(ge=2, le=24)]
    """The most pieces of different colours a subject is made of."""
    smoothing: Annotated[float, Field(ge=0, le=30)]
    """How far the outlines of pieces are rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A way to paint: what it is called, what a model is asked for, and how the local painter works."""

    key: str
    """Its file's name: `paper-cut`."""
    name: str
    """As people read it: `Paper cut`."""
    tagline: str
    """What it looks like, in a few words."""
    prompt: str
    """For models; open are {type}, {description} and {features}."""
    recipe: Recipe


def _requiring_placeholders(prompt: str) -> str:
    found = {name for _, name, _, _ in string.Formatter().parse(prompt) if name is not None}
    if found != PLACEHOLDERS:
        raise ValueError(f"the prompt names {sorted(found)} in braces, and needs {sorted(PLACEHOLDERS)}")
    return prompt


class StyleFile(BaseModel):
    """What stands in the file of a style."""

    model_config = ConfigDict(extra="forbid")

    order: int
    """Its place among the others, the smallest first."""
    name: Annotated[str, Field(min_length=1, max_length=40)]
    tagline: Annotated[str, Field(min_length=1, max_length=120)]
    prompt: Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_requiring_placeholders)]
    recipe: Recipe

    def style(self: Self, key: str) -> Style:
        """Return the style, called by this key."""
        return Style(key=key, name=self.name, tagline=self.tagline, prompt=self.prompt, recipe=self.recipe)
