"""Writes pictures. Child processes only."""

import io

from PIL import Image


def webp(image: Image.Image, *, quality: int, method: int) -> bytes:
    """Return the picture as lossy WebP; `method` is how hard it tries, 0 to 6."""
    return encoded(image, "WEBP", quality=quality, method=method)


def encoded(image: Image.Image, kind: str, **options: int | bool) -> bytes:
    """Return the picture as what Pillow calls `kind`, with its options."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
