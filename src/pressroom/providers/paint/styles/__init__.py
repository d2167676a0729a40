"""The styles a subject is painted in: each is a file of this folder, and adding one is adding a file."""

from pressroom.providers.paint.styles.reading import style, styles
from pressroom.providers.paint.styles.style import Style

__all__ = ["Style", "style", "styles"]
