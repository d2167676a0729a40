"""Cleans text that was cut into lines by a page."""

import re
import unicodedata

LINE_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x85]")
CUT_WORD = re.compile(r"(?<=[^\W\d_])(?:-|\u00ad|\u2010)\n[ \t]*(?P<rest>[a-zà-öø-ÿ]\S*)[ \t]*\n?", re.MULTILINE)
CONJUNCTION = re.compile(r"(?:und|oder|bzw|sowie|and|or)\b")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
TRAILING_SPACE = re.compile(r"[ \t\u00a0]+\n")
MANY_EMPTY_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """Return `text` with plain line breaks, words cut at a line's end made whole, and nothing invisible.

    Lines stay as the page has them; empty lines part paragraphs.
    """
    text = unicodedata.normalize("NFC", LINE_BREAKS.sub("\n", text))
    text = TRAILING_SPACE.sub("\n", text + "\n")
    text = CUT_WORD.sub(_whole, text)
    text = INVISIBLE.sub("", text.replace("\f", "\n"))
    return MANY_EMPTY_LINES.sub("\n\n", text).strip()


def _whole(cut: re.Match[str]) -> str:
    """Join a cut word on the first line; `Ein-` before `und` was never cut."""
    if CONJUNCTION.match(cut["rest"]):
        return cut[0]
    return f"{cut['rest']}\n"
