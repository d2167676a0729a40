"""Paints pieces as cloth, clay or paper, under light: what recipes are made of."""

from typing import NamedTuple

import cv2
import numpy as np

from pressroom.providers.paint.sewing.canvas import Labels, Picture, Plane, blurred, lab, mixed, plane, rgb, step
from pressroom.providers.paint.sewing.fibres import combed, lie, noise, ruffled
from pressroom.providers.paint.sewing.framing import Framed
from pressroom.providers.paint.sewing.pieces import Pieces
from pressroom.providers.paint.sewing.relief import far_from, gleam, inflated, lit, normals, seams
from pressroom.providers.paint.sewing.thread import fuzz, sewn
from pressroom.providers.paint.styles.style import Body, Recipe, Shape, Surface

GAMMA = 2.2
DETAIL = 11
"""Times four pixels: the size under which something dark is a detail."""
LIFT = 0.86
"""Exponent of lightness: cloth is seen in better light than most photos are taken in."""
DARKEST, LIGHTEST = 17, 96
"""Lightness of black and white in cloth."""
EXPOSURE = 1.02


class Painted(NamedTuple):
    """A subject painted, before it is put on its ground."""

    colours: Picture
    cover: Plane


class _Texture(NamedTuple):
    """What fibres or grain do to a surface: the way they lie, their fine and their coarse pattern."""

    way: Plane
    fine: Plane
    coarse: Plane


def painted(framed: Framed, parts: Pieces, recipe: Recipe, random: np.random.Generator) -> Painted:
    """Return the subject made of the recipe's material."""
    lines = seams(parts.numbers)
    apart, within = far_from(lines), far_from(np.maximum(lines, plane(parts.numbers == 0)))
    heights = _heights(framed.mask, within, recipe.body)
    texture = _texture(heights, recipe.surface, random)
    colours, details = _coloured(framed, parts, recipe.shape)
    if recipe.surface.ruffle:
        amount = (texture.fine + texture.coarse) * recipe.surface.ruffle / 2 * (1 - 0.75 * details)
        colours = ruffled(colours, texture.way, plane(amount))
    light = _light(heights, texture, recipe, random) * _shaded(parts.numbers, apart, recipe.body)[..., None]
    light *= (1 + _patterned(texture, recipe.surface))[..., None]
    colours = plane(cv2.pow(colours, GAMMA) * light * EXPOSURE)
    colours = _glossy(colours, heights, recipe.surface)
    colours = _threaded(colours, parts, details, recipe, random)
    colours = _rimmed(colours, parts.numbers, within, recipe.edge.rim)
    cover = fuzz(framed.mask, texture.way, random, length=recipe.edge.fuzz) if recipe.edge.fuzz else framed.mask
    return Painted(plane(cv2.pow(np.clip(colours, 0, 1), 1 / GAMMA)), cover)


def _heights(mask: Plane, within: Plane, body: Body) -> Plane:
    heights = body.height * inflated(mask) if body.height else np.zeros_like(mask)
    if body.puff:
        heights = heights + body.puff * inflated(plane((within > 1) * mask))
    if body.bevel:
        heights = heights + body.bevel / 2 * step(within, 0, body.bevel) * mask
    return plane(heights)


def _texture(heights: Plane, surface: Surface, random: np.random.Generator) -> _Texture:
    way = lie(heights, random, order=surface.order, droop=0.5)
    fine, coarse = noise(random), noise(random, grain=3.2)
    if surface.pile:
        fine, coarse = combed(fine, way, surface.pile), combed(coarse, way, surface.pile * 1.6)
    return _Texture(way, fine, coarse)


def _coloured(framed: Framed, parts: Pieces, shape: Shape) -> tuple[Picture, Plane]:
    """Return the colours of the pieces, with the photo's small details, and where these are.

    Cloth is neither black nor glaring.
    """
    colours = lab(mixed(parts.smooth, parts.even, shape.evenness))
    colours[..., 1:] *= shape.vivid
    seen = lab(plane(cv2.GaussianBlur(framed.colours, (0, 0), 1.6)))
    dark, bright = _details(plane(seen[..., 0]))
    seen[..., 0] -= 12 * dark
    details = plane(np.maximum(dark, 0.55 * bright) * shape.details)
    whole = mixed(colours, seen, details)
    lightness = (np.clip(whole[..., 0], 0, 100) / 100) ** LIFT
    whole[..., 0] = DARKEST + (LIGHTEST - DARKEST) * lightness
    return rgb(whole), details


def _details(lightness: Plane) -> tuple[Plane, Plane]:
    """Return where something small is darker than around it, and where it is lighter, found on a small copy."""
    small = cv2.resize(lightness, (0, 0), fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (DETAIL, DETAIL))
    hats = (cv2.morphologyEx(small, kind, kernel) for kind in (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT))
    dark, bright = (plane(cv2.resize(hat, lightness.shape[::-1], interpolation=cv2.INTER_CUBIC)) for hat in hats)
    return step(dark, 9, 24), step(bright, 22, 42)


def _light(heights: Plane, texture: _Texture, recipe: Recipe, random: np.random.Generator) -> Plane:
    surface = recipe.surface
    rough = heights + 0.9 * surface.strength * texture.fine + 1.9 * surface.clumps * texture.coarse
    if surface.dents:
        rough = rough + surface.dents * (5.0 * noise(random, grain=60) + 1.6 * noise(random, grain=22))
    facing = normals(plane(rough))
    light = lit(facing, wrap=0.45 if surface.pile else 0.25)
    if surface.sheen:
        grazing = plane(1 - normals(blurred(heights, 3))[..., 2])
        light = light + surface.sheen * 0.9 * step(grazing, 0.15, 0.85)[..., None]
    return plane(light)


def _patterned(texture: _Texture, surface: Surface) -> Plane:
    pattern = 0.15 * surface.strength * texture.fine + 0.1 * surface.clumps * texture.coarse
    return plane(pattern + 0.07 * surface.grain * (texture.fine + texture.coarse))


def _shaded(numbers: Labels, apart: Plane, body: Body) -> Plane:
    """Return how much light gets into the furrows, and beside pieces that lie on others."""
    shade = np.ones_like(apart)
    if body.seam:
        shade = shade * (
            1 - 0.42 * np.exp(-((apart / body.seam) ** 2)) - 0.10 * np.exp(-((apart / body.seam / 4) ** 2))
        )
    if body.cast:
        shade = shade * (1 - body.cast * 0.8 * _cast(numbers, body.lift))
    return plane(shade)


def _cast(numbers: Labels, lift: float) -> Plane:
    """Return the shadows that smaller pieces cast on larger ones, which lie below them."""
    areas = np.bincount(numbers.ravel())
    areas[0] = areas.max() + 1
    level = plane(np.argsort(np.argsort(-areas, kind="stable"), kind="stable"))[numbers]
    total = np.zeros_like(level)
    for share in (0.35, 0.7, 1.0):
        move = plane([[1, 0, lift * share * 0.7], [0, 1, lift * share]])
        above = cv2.warpAffine(level, move, level.shape[::-1], flags=cv2.INTER_NEAREST)
        total += blurred(plane(above > level + 0.5), 1 + lift * share * 0.45)
    return plane(total / 3 * (numbers > 0))


def _glossy(colours: Picture, heights: Plane, surface: Surface) -> Picture:
    if not surface.gloss:
        return colours
    facing = normals(blurred(heights, 5))
    shine = 0.30 * gleam(facing, sharpness=45) + 0.10 * gleam(facing, sharpness=9)
    return plane(colours + surface.gloss * shine[..., None])


def _threaded(colours: Picture, parts: Pieces, details: Plane, recipe: Recipe, random: np.random.Generator) -> Picture:
    stitches = recipe.stitches
    if not stitches.shown:
        return colours
    thread = sewn(parts.numbers, stitches, random)
    shade = parts.shades.copy()
    lightness = shade[:, 0]
    lighter = np.where(lightness > 62, -1, 1) if stitches.contrast > 0 else np.ones_like(lightness)  # noqa: PLR2004  # light cloth, dark thread
    shade[:, 0] = np.clip(lightness + 55 * stitches.contrast * lighter, 8, 96)
    own = (rgb(shade[None])[0] ** GAMMA)[parts.numbers] * (0.8 + 0.5 * thread.light[..., None])
    under = plane(colours * (1 - 0.5 * stitches.shown * thread.shade[..., None]))
    return mixed(under, plane(own), plane(thread.cover * stitches.shown * (1 - blurred(details, 6)) ** 2))


def _rimmed(colours: Picture, numbers: Labels, within: Plane, rim: float) -> Picture:
    """Return pieces with a light cut edge where it faces the light."""
    if not rim:
        return colours
    inner = plane(numbers != np.roll(numbers, (3, 2), (0, 1))) * plane(within < 3)  # noqa: PLR2004  # pixels
    return mixed(colours, plane(np.ones_like(colours)), plane(0.45 * rim * blurred(inner, 0.8)))
