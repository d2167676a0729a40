"""Facts by the names people call them."""

import re
from collections.abc import Callable

from pressroom.providers.describe.local.findings import Findings
from pressroom.providers.describe.local.parties import short_name


def fact_named(findings: Findings, what: str) -> str | None:
    """Return the fact a person means by its name (`the due date`, `Betrag`); None if there is none."""
    for pattern, fact in FACTS.items():
        if re.fullmatch(rf"(?:the |die |den |das |der |dem )?(?:{pattern})", what.strip(), re.IGNORECASE):
            return fact(findings)
    return None


def _due(findings: Findings) -> str | None:
    return findings.vocabulary.dated(findings.dates.due.date) if findings.dates.due else None


def _issued(findings: Findings) -> str | None:
    return findings.vocabulary.dated(findings.dates.issued.date) if findings.dates.issued else None


def _year(findings: Findings) -> str | None:
    return str(findings.dates.issued.date.year) if findings.dates.issued else None


def _total(findings: Findings) -> str | None:
    return findings.amounts.total.text if findings.amounts.total else None


def _sender(findings: Findings) -> str | None:
    return short_name(findings.sender) if findings.sender else None


def _number(findings: Findings) -> str | None:
    return findings.number


FACTS: dict[str, Callable[[Findings], str | None]] = {
    r"due date|deadline|fälligkeit(?:sdatum)?|zahlungsziel|frist": _due,
    r"(?:\w+ ?)?date|(?:\w+)?datum": _issued,
    r"year|jahr": _year,
    r"(?:total |gesamt)?(?:amount|sum|price|betrag|summe|preis)|total": _total,
    r"sender|company|vendor|absender|firma|aussteller": _sender,
    r"(?:\w+ ?)?number|(?:\w+)?nummer": _number,
}
