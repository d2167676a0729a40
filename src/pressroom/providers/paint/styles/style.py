"""What a style is, and the shape of its file."""

import string
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

PLACEHOLDERS = frozenset({"type", "description", "features"})
"""What a prompt leaves open, in braces; each must be there."""

Share = Annotated[float, Field(ge=0, le=1)]
Pixels = Annotated[float, Field(ge=0, le=400)]
"""Of a picture of 1024."""


class Part(BaseModel):
    """A part of a recipe; what is not known is refused, and so is what is missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shape(Part):
    """How a subject is simplified."""

    colours: Annotated[int, Field(ge=2, le=16)]
    """The most there are."""
    outline: Pixels
    """How far the silhouette is rounded."""
    pieces: Pixels
    """How far the outlines of pieces are rounded."""
    evenness: Share
    """0: pieces keep the photo's shades; 1: each is of one colour."""
    details: Share
    """How much of small dark details (eyes, a mouth, letters) is kept."""
    vivid: Annotated[float, Field(ge=0.5, le=2)]
    """How colourful it is, beside the photo."""


class Body(Part):
    """How far a subject and its pieces bulge, and how they meet."""

    height: Pixels
    """Of the whole."""
    puff: Pixels
    """Of each piece."""
    bevel: Pixels
    """Width of the rounded edge of flat pieces; their thickness is half of it."""
    seam: Pixels
    """Width of the dark furrow where pieces meet."""
    cast: Share
    """How dark the shadows are that pieces cast on each other, as layers do."""
    lift: Pixels
    """How far those shadows fall."""


class Surface(Part):
    """What it is made of."""

    pile: Pixels
    """Length of fibres; 0 for none."""
    order: Share
    """0: fibres lie wherever they like; 1: all downhill."""
    strength: Share
    """How much single fibres show."""
    clumps: Share
    """How much bundles of them show."""
    ruffle: Pixels
    """How far they blur the edges of colours."""
    grain: Share
    """Of paper, or of unevenly kneaded clay."""
    dents: Share
    """How uneven it is, as by fingers."""
    sheen: Share
    """Light at grazing angles, as on velvet."""
    gloss: Share
    """Highlights, as on what is wet or polished."""


class Stitches(Part):
    """Thread along the edges of pieces."""

    shown: Share
    """0 for no thread."""
    length: Pixels
    gap: Pixels
    width: Annotated[int, Field(ge=1, le=12)]
    inset: Pixels
    """How far inside the edge."""
    contrast: Annotated[float, Field(ge=-1, le=1)]
    """How much lighter, or darker, than the piece it is."""


class Edge(Part):
    """The silhouette's edge."""

    fuzz: Pixels
    """Length of fibres that stick out."""
    rim: Share
    """How light the cut edge of pieces is."""


class Recipe(Part):
    """How the local painter works in a style."""

    shape: Shape
    body: Body
    surface: Surface
    stitches: Stitches
    edge: Edge


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


class StyleFile(Part):
    """What stands in the file of a style."""

    order: int
    """Its place among the others, the smallest first."""
    name: Annotated[str, Field(min_length=1, max_length=40)]
    tagline: Annotated[str, Field(min_length=1, max_length=120)]
    prompt: Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_requiring_placeholders)]
    recipe: Recipe

    def style(self, key: str) -> Style:
        """Return the style, called by this key."""
        return Style(key=key, name=self.name, tagline=self.tagline, prompt=self.prompt, recipe=self.recipe)
