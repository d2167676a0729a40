"""Describes a document without a model of language: from its lines, numbers and sentences."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pressroom.providers.describe.describer import Evidence, Turn
from pressroom.providers.describe.local.findings import Findings, find
from pressroom.providers.describe.local.granting import revise
from pressroom.providers.describe.local.money import Money
from pressroom.providers.describe.local.naming import Name, name_of
from pressroom.providers.describe.local.summary import Summary, Weighed, summary_of, weigh
from pressroom.providers.describe.local.tagging import tags_of

MOST_FACTS = 12
MOST_CERTAIN = 0.9
UNSURE = 0.5


def describe(evidence: Evidence, turns: Sequence[Turn]) -> dict[str, Any]:
    """Return `values` of a document description, `confidence` and `notes`.

    After turns, the last one's answer is revised as its feedback asks; that answer already holds what the
    feedback before it asked for.
    """
    findings = find(evidence)
    fresh = _described(findings)
    if not turns:
        return fresh
    last = turns[-1]
    before = {**fresh["values"], **{name: value for name, value in last.values.items() if value}}
    values, notes = revise(findings, before, last.feedback)
    return {**fresh, "values": values, "notes": [*notes, *fresh["notes"]]}


def _described(findings: Findings) -> dict[str, Any]:
    name = name_of(findings)
    weighed = _weighed(findings)
    summary = _summary(findings, weighed)
    values = {
        "display_name": name.text,
        "tags": tags_of(findings, weighed),
        "summary": summary.text,
        "language": findings.language,
        "dates": _dates(findings),
        "amounts": _amounts(findings),
    }
    confidence = _confidence(findings, name, summary)
    return {"values": values, "confidence": confidence, "notes": _notes(findings, confidence)}


def _weighed(findings: Findings) -> Weighed | None:
    """Weigh sentences only where facts do not say enough."""
    told = findings.is_form and findings.amounts.total is not None
    return None if findings.is_blank or told else weigh(findings)


def _summary(findings: Findings, weighed: Weighed | None) -> Summary:
    if findings.is_blank:
        return Summary(findings.vocabulary.phrases.nothing, 0.1)
    return summary_of(findings, weighed)


def _dates(findings: Findings) -> list[dict[str, Any]]:
    found = {(one.date, one.label): one for one in findings.dates.all}
    named = {one.date for one in found.values() if one.label}
    kept = [one for one in found.values() if one.label or one.date not in named]
    return [{"date": one.date.isoformat(), "label": one.label} for one in kept[:MOST_FACTS]]


def _amounts(findings: Findings) -> list[dict[str, str]]:
    total = findings.amounts.total
    found = [total, *findings.amounts.all] if total else list(findings.amounts.all)
    distinct: dict[tuple[Decimal, str], Money] = {}
    for one in found:
        distinct.setdefault((one.value, one.currency), one)
    kept = list(distinct.values())[:MOST_FACTS]
    return [{"value": f"{one.value:f}", "currency": one.currency, "text": one.text} for one in kept]


def _confidence(findings: Findings, name: Name, summary: Summary) -> float:
    kind = 0.9 if findings.kind.key != "document" else 0.4
    amount = min(1.0, findings.reading.letters / 200)
    mean = (name.certainty + summary.certainty + kind) / 3
    return round(min(MOST_CERTAIN, mean * findings.reading.legibility * (0.5 + 0.5 * amount)), 2)


def _notes(findings: Findings, confidence: float) -> list[str]:
    if findings.is_blank:
        return ["Low confidence: there is next to no legible text. The name is the file's own."]
    if confidence < UNSURE:
        return ["Low confidence: little text, or text of no kind the local model knows."]
    return []
