"""Joiners between letters (U+200C, U+200D), which trafilatura takes for control characters and leaves out.

Persian words and many emoji need them. They are hidden from it behind two signs of Javanese print, and shown again.
"""

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # the library ships no types
from trafilatura.settings import Document

JOINERS, SIGNS = "\u200c\u200d", "\ua9c1\ua9c2"
HIDE, SHOW = str.maketrans(JOINERS, SIGNS), str.maketrans(SIGNS, JOINERS)
WORDS = ("text", "title", "description", "author")


def hide_joiners(tree: HtmlElement) -> bool:
    """Hide the joiners of a page, and return whether it has any; a page with those very signs is left as it is."""
    letters = set(tree.text_content())
    if letters.isdisjoint(JOINERS) or not letters.isdisjoint(SIGNS):
        return False
    for element in tree.iter():
        element.text = element.text and element.text.translate(HIDE)
        element.tail = element.tail and element.tail.translate(HIDE)
    return True


def show_joiners(read: Document) -> None:
    """Show the joiners in what was read of a page again."""
    for name in WORDS:
        if said := getattr(read, name):
            setattr(read, name, said.translate(SHOW))
