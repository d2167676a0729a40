"""Turns stored bytes into pages of text and pictures.

What a file is, is judged by its content (`sniff`). A `PageReader` then counts its pages and reads them,
each to its text and, but for text files, a picture and a thumbnail. `local.LocalPageReader` parses in child
processes; `fake.FakePageReader` reads plain text only, and is what tests of other parts use. The web
process imports this package and nothing below it that parses.
"""

from pressroom.providers.pages.filename import clean_filename
from pressroom.providers.pages.page import Contents, Limits, Page, PageReader, Source
from pressroom.providers.pages.sniff import ACCEPTED, sniff

__all__ = ["ACCEPTED", "Contents", "Limits", "Page", "PageReader", "Source", "clean_filename", "sniff"]
