"""The line a document would be called by."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pressroom.providers.describe.local.kinds import FORMS, KindFound
from pressroom.providers.describe.local.parties import ADDRESS, CONTACT, tidy_name
from pressroom.providers.describe.local.reading import Line, Reading
from pressroom.providers.describe.local.vocabulary import Vocabulary

LONGEST = 100
SHORTEST, LETTERS = 4, 0.7
NOUN_WORDS, NAME_WORDS, NOTE_WORDS = 2, 3, 6
"""Words to which a line only names a kind, may be a person, may begin small and still be a title."""
MOST_WORDS = 16
MOST_TITLE_LINES = 2
HEAD_LINES = 16
ANSWER = re.compile(r"^(?:(?:re|aw|fwd?|wg|tr)\s?:\s*)+", re.IGNORECASE)
FACT_WORDS = 4
LITTLE_WORDS = 2
"""From so many on, a line with a street in it is a phrase about the street, not an address."""
JUNK = re.compile(
    r"^(?:microsoft word|microsoft powerpoint|untitled|document\d*|unbenannt|scan\w*|img[_-]|layout \d|presentation"
    r"|slide 1|\S+\.(?:docx?|pdf|indd|qxd|rtf|txt|tex|xlsx?|pptx?)$)",
    re.IGNORECASE,
)


def subject_of(reading: Reading, vocabulary: Vocabulary) -> str | None:
    """Return a letter's subject: what is labelled so, or the lone line above or just below the greeting."""
    lines = reading.lines[:60]
    for index, line in enumerate(lines):
        match = vocabulary.subject.match(line.text)
        if match:
            rest = line.text[match.end() :].strip() or (lines[index + 1].text if index + 1 < len(lines) else "")
            return _without_end(ANSWER.sub("", rest)) or None
    for above, line in pairwise(lines):
        if vocabulary.salutation.match(line.text) and _is_subject(above.text, vocabulary):
            return above.text
    return None


def title_of(
    reading: Reading, vocabulary: Vocabulary, hints: Mapping[str, str], *, kind: KindFound, sender: str | None
) -> str | None:
    """Return the title: a heading, what the file claims if the text bears it out, or the first line that reads so."""
    marked = next((line.text for line in reading.head if line.heading and reads_as_title(line.text, vocabulary)), None)
    named = kind.line.text if kind.line and _names_itself(kind, vocabulary) else None
    return (
        marked
        or (tidy_name(named, reading) if named else None)
        or _claimed(reading, hints)
        or _first(reading, vocabulary, sender)
    )


def reads_as_title(text: str, vocabulary: Vocabulary, *, begins: bool = True) -> bool:
    """Return whether a line could be a title: neither a fact, an address nor a sentence."""
    words = text.split()
    letters = sum(char.isalpha() or char.isspace() for char in text) / max(len(text), 1)
    return (
        1 <= len(words) <= MOST_WORDS
        and SHORTEST <= len(text) <= LONGEST
        and letters > LETTERS
        and not re.search(r"[,;:]$|[^.]\.$| [·|•] |^By [A-Z]", text)
        and not (begins and re.match(r"[a-z]", text) and len(words) > NOTE_WORDS)
        and not _is_detail(text, vocabulary)
    )


def _names_itself(kind: KindFound, vocabulary: Vocabulary) -> bool:
    """Return whether the line that names the kind says more than that."""
    text = kind.line.text if kind.line else ""
    return kind.key not in FORMS and len(text.split()) > NOUN_WORDS and reads_as_title(text, vocabulary)


def _claimed(reading: Reading, hints: Mapping[str, str]) -> str | None:
    claimed = " ".join(hints.get("title", "").split())
    words = re.findall(r"\w{3,}", claimed.lower())
    known = {word.lower() for word in reading.words}
    borne_out = sum(word in known for word in words) >= 0.6 * len(words)
    return claimed if len(words) > 1 and borne_out and not JUNK.match(claimed) and len(claimed) <= LONGEST else None


def _first(reading: Reading, vocabulary: Vocabulary, sender: str | None) -> str | None:
    lines = reading.head[:HEAD_LINES]
    for index, line in enumerate(lines):
        if vocabulary.salutation.match(line.text) or vocabulary.recipient.match(line.text) or _is_paragraph(line):
            return None
        if not reads_as_title(line.text, vocabulary) or _is_sender(line.text, sender):
            continue
        if not _begins_paragraph(line, reading) and not _is_banner(line, vocabulary):
            return _whole(lines, index, reading, vocabulary)
    return None


def _is_paragraph(line: Line) -> bool:
    return len(line.text.split()) > MOST_WORDS


def _begins_paragraph(line: Line, reading: Reading) -> bool:
    """Return whether a line runs on: prose set in narrow columns has short lines too."""
    block = next((one for one in reading.blocks if one.text.startswith(line.text)), None)
    return block is not None and block.lines > MOST_TITLE_LINES


def _is_banner(line: Line, vocabulary: Vocabulary) -> bool:
    """Return whether a line only says what an article is published as (`PRESS RELEASE`)."""
    article = vocabulary.kinds.get("article")
    return article is not None and bool(article.words.fullmatch(line.text))


def _whole(lines: Sequence[Line], index: int, reading: Reading, vocabulary: Vocabulary) -> str:
    """Return a title with its second line where it plainly runs on."""
    title = lines[index].text
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below and not below.apart and not below.bullet and _runs_on(title, below.text, vocabulary):
        title = f"{title} {below.text}"
    return tidy_name(title, reading)


def _runs_on(title: str, below: str, vocabulary: Vocabulary) -> bool:
    words = title.split()
    open_end = words[-1].lower() in vocabulary.stopwords or title.endswith((",", "-", "\u2013", "&"))
    second_half = ": " in below and ":" not in title and len(words) > FACT_WORDS
    fits = len(title) + len(below) < LONGEST and not re.search(r"[.!?]$", below) and not re.match(r"[#\d]", below)
    return fits and (open_end or second_half or below[:1].islower()) and reads_as_title(below, vocabulary, begins=False)


def _is_detail(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether a line is an address, a contact, a labelled fact or a date rather than a title."""
    words = text.lower().split()
    street = ADDRESS.search(text) and sum(word in vocabulary.stopwords for word in words) < LITTLE_WORDS
    dated = re.fullmatch(rf"[\w.,\s]*\b(?:{vocabulary.month_pattern})\b[\w.,\s]*\d{{4}}", text, re.IGNORECASE)
    label = re.match(r"[^:]{2,24}:\s*\S", text)
    fact = label and (re.search(r"\d", text) or len(words) <= FACT_WORDS)
    party = ":" in text and (vocabulary.recipient.match(text) or vocabulary.sender.match(text))
    return bool(street or CONTACT.search(text) or (dated and len(words) <= FACT_WORDS + 1) or fact or party)


def _is_sender(text: str, sender: str | None) -> bool:
    return bool(sender) and re.sub(r"\W", "", text).lower().startswith(re.sub(r"\W", "", sender or "").lower())


def _is_subject(text: str, vocabulary: Vocabulary) -> bool:
    words = text.split()
    name = len(words) <= NAME_WORDS and all(word[:1].isupper() for word in words) and not vocabulary.nouns_are_capital
    addressed = vocabulary.recipient.match(text) or vocabulary.sender.match(text)
    return len(words) > 1 and not name and not addressed and reads_as_title(text, vocabulary)


def _without_end(text: str) -> str:
    return text.strip(" .:-\u2013")
