"""Sentences made of facts, for documents that have more facts than sentences."""

import re
from collections.abc import Sequence

from pressroom.providers.describe.local.findings import Findings
from pressroom.providers.describe.local.money import BARE, Money, money_in
from pressroom.providers.describe.local.parties import tidy_name
from pressroom.providers.describe.local.reading import Line, legibility

STATES = frozenset({"statement", "payslip", "billing", "insurance", "tax"})
"""Kinds whose amount is a state under a label of its own, not a price."""
ENOUGH_FACTS = 2
MOST_ITEMS = 3
MOST_INGREDIENTS = 6
INGREDIENT_WORDS, LONGEST_ITEM = 7, 60

UNITS = (
    r"(?:kg|g|mg|ml|cl|dl|l|el|tl|pck\.?|päckchen|prisen?|msp\.?|bund|dosen?|stück|zehen?|tbsps?|tsps?|tablespoons?"
    r"|teaspoons?|cups?|oz|lbs?|tins?|cans?|cloves?|pinch(?:es)?|bunch(?:es)?|cuillères? à \w+|c\. à [sc]\.?|pincée"
    r"|gousses?|cucharad\w+|dientes?)"
)
INGREDIENT = re.compile(
    rf"^(?:ca\. ?)?(?:\d+(?:[.,/\u2013-]\d+)?|[½¼¾⅓⅔]|eine?|a|an|une?|una?)\s*[½¼¾]?\s*(?:{UNITS}(?=\s)\.?)?\s*"
    r"(?:of |de |d')?(?P<what>[^\W\d].*)$",
    re.IGNORECASE,
)
QUANTITY = re.compile(
    r"(?:\s+(?:x|à|@|\d+(?:[.,]\d+)?|stk\.?|st\.?|pcs?|qm|m²|m2|m|h|std\.?|pauschal|[A-C])){1,3}$", re.IGNORECASE
)
COUNT = re.compile(
    r"^\d{1,4}(?:[.,]\d+)?[.)]?\s*(?:(?:x|stk|st|std|psch|pauschal|pcs|qm|m²|m2|lfm|m|h|hrs?)\b\.?)?\s+", re.IGNORECASE
)
"""What stands before a thing on a bill: its place or how much of it."""
TALLY = re.compile(
    r"total|sum|tax|vat|ust|tva|iva|paid|gegeben|geg\.|change|cash|visa|card|balance|saldo|stand|brutto|netto|pfand",
    re.IGNORECASE,
)


def composed(findings: Findings) -> str | None:
    """Return a factual summary; None where the facts would not fill a sentence."""
    if findings.is_form:
        return _of_form(findings)
    return _of_recipe(findings) if findings.kind.key == "recipe" else None


def items_of(findings: Findings) -> list[str]:
    """Return what a form charges for, as its lines name it."""
    total = findings.amounts.total
    lines = findings.reading.lines
    found = _items(lines[: total.line if total else len(lines)], findings) or _items(lines, findings)
    return found[:MOST_ITEMS]


def ingredients_of(findings: Findings) -> list[str]:
    """Return what a recipe takes, without quantities, what is in any kitchen last."""
    found: dict[str, str] = {}
    for line in findings.reading.lines:
        match = INGREDIENT.match(line.text)
        if match and len(line.text.split()) <= INGREDIENT_WORDS and not line.text.endswith("."):
            what = re.split(r",|\(| for | zum ", match["what"])[0].strip()
            found.setdefault(what.lower(), what)
    staples = findings.vocabulary.staples
    return sorted(found.values(), key=lambda what: bool(staples & set(what.lower().split())))


def _of_form(findings: Findings) -> str | None:
    parts = _parts(findings)
    if sum(bool(part) for part in parts.values()) < ENOUGH_FACTS:
        return None
    phrases = findings.vocabulary.phrases
    noun = findings.kind.phrase if findings.kind.key in STATES - {"statement"} else findings.kind.noun
    said = phrases.plain.format(noun=noun, **parts)
    items = items_of(findings) if findings.kind.key not in STATES else []
    return f"{said} {phrases.items.format(items=', '.join(items))}" if items else said


def _parts(findings: Findings) -> dict[str, str]:
    phrases, dates = findings.vocabulary.phrases, findings.dates
    issued = dates.issued if findings.kind.key != "statement" else None
    due = dates.due if findings.kind.key not in ("receipt", "tax", "payslip", "booking") else None
    return {
        "number": phrases.number.format(number=findings.number) if findings.number else "",
        "sender": _sender(findings),
        "issued": phrases.issued.format(date=findings.vocabulary.dated(issued.date)) if issued else "",
        "amount": _amount(findings),
        "due": _due(findings) if due else "",
    }


def _sender(findings: Findings) -> str:
    phrases = findings.vocabulary.phrases
    if not findings.sender:
        return ""
    feminine = phrases.sender_feminine and phrases.feminine.search(findings.sender)
    return (phrases.sender_feminine if feminine else phrases.sender).format(sender=findings.sender)


def _amount(findings: Findings) -> str:
    total, phrases = findings.amounts.total, findings.vocabulary.phrases
    if total is None:
        return ""
    if findings.kind.key in STATES:
        return phrases.state.format(label=_label(findings, total), amount=total.text)
    return phrases.amount.format(amount=total.text)


def _label(findings: Findings, money: Money) -> str:
    line = findings.reading.lines[money.line].text
    number = re.split(r"\s", money.text.strip("€$£ "))[0]
    return line.partition(number)[0].strip(" :.\t€$£")


def _due(findings: Findings) -> str:
    phrases, due = findings.vocabulary.phrases, findings.dates.due
    word = phrases.due_words.get(findings.kind.key) or phrases.due_words["other"]
    return phrases.due.format(word=word, date=findings.vocabulary.dated(due.date)) if due else ""


def _items(lines: Sequence[Line], findings: Findings) -> list[str]:
    found = (_item(line, findings) for line in lines)
    return list(dict.fromkeys(what for what in found if what))


def _item(line: Line, findings: Findings) -> str | None:
    """Return what a line with a price is the price of."""
    price = next(money_in(line.text, findings.vocabulary.code), None)
    bare = BARE.search(line.text)
    at = line.text.find(price.text) if price else bare.start() if bare else -1
    what = COUNT.sub("", line.text[: max(at, 0)].strip())
    what = QUANTITY.sub("", what).split(",")[0].strip(" .:-")
    words = re.findall(r"[^\W\d_]{3,}", what)
    if not words or len(what) > LONGEST_ITEM or legibility(what) < 1.0 or TALLY.search(what):
        return None
    if findings.vocabulary.partial.search(line.text) or any(label.match(what) for label in findings.vocabulary.total):
        return None
    return tidy_name(what, findings.reading)


def _of_recipe(findings: Findings) -> str | None:
    found = ingredients_of(findings)[:MOST_INGREDIENTS]
    if len(found) < ENOUGH_FACTS:
        return None
    return findings.vocabulary.phrases.recipe.format(items=_listed(found, findings))


def _listed(items: Sequence[str], findings: Findings) -> str:
    *first, last = items
    return f"{', '.join(first)} {findings.vocabulary.phrases.and_word} {last}" if first else last
