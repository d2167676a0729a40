"""Brings pictures to the shape of a pin: two to three, cut out of their middle or padded. Child processes only."""

from PIL import Image, ImageStat

from pressroom.providers.pictures.scaling import GAP

ACROSS, DOWN = 2, 3
UNITS = 500
"""A pin is at most 1000 by 1500 px, which is what Pinterest recommends; larger ones it makes smaller itself."""


def scale_for(width: int, height: int, *, pad: bool) -> float:
    """Return how much smaller a picture may be decoded, upright `width` by `height` px, and still fill its pin."""
    room = (UNITS * ACROSS / width, UNITS * DOWN / height)
    return min(room) if pad else max(room)


def pinned(image: Image.Image, *, pad: bool) -> Image.Image:
    """Return an upright `RGB` picture as a pin of exactly two to three, not larger than the picture needs."""
    return _padded(image) if pad else _cut(image)


def _cut(image: Image.Image) -> Image.Image:
    width, height = min(image.width, image.height * ACROSS / DOWN), min(image.height, image.width * DOWN / ACROSS)
    left, top = (image.width - width) / 2, (image.height - height) / 2
    units = max(1, min(UNITS, int(width / ACROSS), int(height / DOWN)))
    return _resized(image, (units * ACROSS, units * DOWN), (left, top, left + width, top + height))


def _padded(image: Image.Image) -> Image.Image:
    units = max(1, min(UNITS, round(max(image.width / ACROSS, image.height / DOWN))))
    scale = min(units * ACROSS / image.width, units * DOWN / image.height)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    seen = _resized(image, size, (0, 0, image.width, image.height))
    paper = Image.new("RGB", (units * ACROSS, units * DOWN), _edge(seen, lies=size[1] < units * DOWN))
    paper.paste(seen, ((paper.width - seen.width) // 2, (paper.height - seen.height) // 2))
    return paper


def _edge(image: Image.Image, *, lies: bool) -> tuple[int, ...]:
    """Return the mean colour of the edges beside the bars: above and below a picture that lies, else on its sides."""
    width, height = image.size
    edges = (
        ((0, 0, width, 1), (0, height - 1, width, height))
        if lies
        else ((0, 0, 1, height), (width - 1, 0, width, height))
    )
    means = [ImageStat.Stat(image.crop(edge)).mean for edge in edges]
    return tuple(round(sum(both) / len(means)) for both in zip(*means, strict=True))


def _resized(image: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float]) -> Image.Image:
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=GAP)
