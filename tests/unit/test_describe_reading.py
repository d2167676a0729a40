"""Text as pages give it: lines, paragraphs, sentences, kinds."""

import pytest

from pressroom.providers.describe import Evidence
from pressroom.providers.describe.local.findings import find
from pressroom.providers.describe.local.kinds import kind_of, number_of
from pressroom.providers.describe.local.language import language_of
from pressroom.providers.describe.local.naming import name_of
from pressroom.providers.describe.local.parties import sender_of
from pressroom.providers.describe.local.reading import legibility, read
from pressroom.providers.describe.local.sentences import sentences, split
from pressroom.providers.describe.local.titles import subject_of
from pressroom.providers.describe.local.vocabulary import LANGUAGES, vocabulary_for


def test_lines_that_run_on_become_paragraphs_and_parted_words_whole() -> None:
    page = (
        "The committee met in the hall of the old school and heard a long re-\nport about the state of the roof, which "
        "leaks.\nIt adjourned."
    )

    assert "a long report about the state" in read([page]).blocks[0].text


def test_headers_and_page_numbers_that_repeat_are_left_out() -> None:
    pages = [
        f"Acme Annual Report {number}\nSomething new on sheet {'abc'[number]}.\nPage {number + 1} of 3"
        for number in range(3)
    ]

    text = read(pages).text

    assert text.count("Acme Annual Report") == 1
    assert "Page 2 of 3" not in text


@pytest.mark.parametrize(
    ("text", "legible"),
    [
        ("Rechnung Nr. 2026-118 über 3.440,05 €", True),
        ("BrewMate 300 (230 V~)", True),
        ("|| ~_ ,,; 1l1 ^^ ¢§ .. :: //", False),
        ("}{ |~ __ -- ;;lI1 |' .,,", False),
    ],
)
def test_dirt_is_told_from_text(text: str, *, legible: bool) -> None:
    assert (legibility(text) >= 0.5) is legible


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("Dr. Meyer kam am 3. November 2026 an. Er blieb z. B. bis Freitag.", "de", 2),
        ("Mr. Jones of Acme Inc. paid $3.50 on Jan. 5. He left.", "en", 2),
        ("Die Wohnung im 2. Obergeschoss hat ca. 78 qm. Sie ist frei!", "de", 2),
        ("Really? Yes! It works.", "en", 3),
    ],
)
def test_abbreviations_and_ordinals_end_no_sentence(text: str, language: str, count: int) -> None:
    assert len(split(text, vocabulary_for(language))) == count


def test_greetings_bank_lines_and_boilerplate_are_not_quoted() -> None:
    page = """Dear Ms Ward,
Our tree officer inspected the oak in front of your house on 27 October.
If you have any questions, please do not hesitate to contact me.
IBAN DE02 2605 0001 0000 1234 56 at the bank of the council of the city.
Yours sincerely,
"""
    found = sentences(read([page]).blocks, vocabulary_for("en"))

    assert [one.text for one in found] == ["Our tree officer inspected the oak in front of your house on 27 October."]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council will remove the tree in front of your house because it is not safe and it could fall.", "en"),
        ("Wir haben Ihre Kündigung erhalten und bestätigen hiermit das Ende des Vertrags zum Jahresende.", "de"),
        ("Facture n° 31\nÉchéance : 5 décembre\nTVA 20 %\nTotal TTC 528,00 €", "fr"),
        ("Entgeltabrechnung\nSteuerklasse 1\nLohnsteuer 642,33\nBrutto 4.200,00\nNetto 2.654,17", "de"),
        ("", "und"),
        ("12 34 56", "und"),
    ],
)
def test_letters_invoices_and_nothing_are_told_apart_without_the_model(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("page", "language", "kind", "number"),
    [
        ("Rechnung Nr. 2026-118\nGesamtbetrag 10,00 €", "de", "invoice", "2026-118"),
        ("Rechnungsnummer: RE/2026/44\nMwSt. 19 %", "de", "invoice", "RE/2026/44"),
        ("INVOICE\nInvoice #\n2026-00981\nTotal due $5.00", "en", "invoice", "2026-00981"),
        ("Invoice 88123\nBill to: X", "en", "invoice", "88123"),
        ("Angebot A-2026-77\nGültig bis 31.12.2026", "de", "offer", "A-2026-77"),
        ("Mietvertrag über Wohnraum\n§ 1 Mieträume", "de", "contract", None),
        ("Kontoauszug 10/2026\nAlter Kontostand\nNeuer Kontostand", "de", "statement", "10/2026"),
        ("Ein Satz ohne Art.", "de", "document", None),
    ],
)
def test_kind_and_number_are_read_from_the_title(page: str, language: str, kind: str, number: str | None) -> None:
    reading, vocabulary = read([page + "\n" + "Lorem ipsum dolor sit amet. " * 30]), vocabulary_for(language)
    found = kind_of(reading, vocabulary)

    assert found.key == kind
    assert number_of(reading, found, vocabulary) == number


def test_the_sender_stands_above_the_recipient() -> None:
    page = (
        "Fennel & Finch\n11 Ropewalk, Port Ellery PE1 7QD\nBluebell Books Ltd\n29 Castle Street\nMillbridge MB1 3AA\n"
    )

    assert sender_of(read([page]), vocabulary_for("en")) == "Fennel & Finch"


def test_a_subject_needs_no_label_above_the_greeting() -> None:
    page = "Sülzbach, den 9. Oktober 2026\nErneuerung der Heizung im Haus Gerbergasse 23\nSehr geehrte Frau Völker,\n"

    assert subject_of(read([page]), vocabulary_for("de")) == "Erneuerung der Heizung im Haus Gerbergasse 23"


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("scan_2026-11-03.pdf", "Scan 2026-11-03"),
        ("my-holiday_photos.zip", "My holiday photos"),
        (".pdf", "Pdf"),
        ("x", "X__"),
    ],
)
def test_a_file_without_text_keeps_its_own_name_tidied(filename: str, name: str) -> None:
    assert name_of(find(Evidence(filename, [""]))).text == name


def test_every_language_has_the_same_parts() -> None:
    keys = {code: set(vocabulary_for(code).kinds) for code in LANGUAGES}

    assert {"invoice", "letter", "contract", "minutes", "recipe"} <= set.intersection(*keys.values())
    assert all(len(vocabulary_for(code).months) == 12 for code in LANGUAGES)
