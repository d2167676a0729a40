"""Dates and amounts as people write them."""

from decimal import Decimal

import pytest

from pressroom.providers.describe.local.dates import dates_in
from pressroom.providers.describe.local.money import amounts_in, money_in, number
from pressroom.providers.describe.local.reading import read
from pressroom.providers.describe.local.vocabulary import vocabulary_for


def dates(text: str, language: str) -> list[str]:
    found = dates_in(read([text]).lines, vocabulary_for(language))
    return [mention.date.isoformat() for mention in found.all]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Göttingen, den 3. November 2026", "de", ["2026-11-03"]),
        ("Datum: 03.11.2026", "de", ["2026-11-03"]),
        ("vom 1.2.26", "de", ["2026-02-01"]),
        ("Am 5. März 2027 und am 1. Mai 2027", "de", ["2027-03-05", "2027-05-01"]),
        ("Published Nov 3, 2026", "en", ["2026-11-03"]),
        ("on 3 November 2026", "en", ["2026-11-03"]),
        ("the 3rd of November 2026", "en", ["2026-11-03"]),
        ("2026-11-03", "en", ["2026-11-03"]),
        ("le 5 novembre 2026", "fr", ["2026-11-05"]),
        ("4 de noviembre de 2026", "es", ["2026-11-04"]),
        ("Date 09/10/2026, total €5.00", "en", ["2026-10-09"]),
        ("Date 09/10/2026, total $5.00", "en", ["2026-09-10"]),
        ("Date 09/10/2026, due 10/31/2026", "en", ["2026-09-10", "2026-10-31"]),
    ],
)
def test_dates_are_found_in_the_usual_ways_of_writing(text: str, language: str, expected: list[str]) -> None:
    assert dates(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Version 1.2.3 of 10.4.0.1",
        "Call 030 12.34.56.78",
        "Between 3 and 5 November",
        "am 31.02.2026",
        "Paragraph 5.11 and 6.12",
        "In November 2026",
        "Order 2026-118",
    ],
)
def test_what_is_no_whole_date_is_not_taken_for_one(text: str) -> None:
    assert dates(text, "en") == []


def test_a_date_has_the_label_the_document_gives_it() -> None:
    lines = read(["Rechnungsdatum: 03.11.2026\nZahlbar bis 30.11.2026\nDer Brief vom 1.10.2026 kam an."]).lines
    found = dates_in(lines, vocabulary_for("de"))

    assert [mention.label for mention in found.all] == ["Rechnungsdatum", "Zahlbar bis", ""]
    assert found.issued is not None
    assert found.issued.date.isoformat() == "2026-11-03"
    assert found.due is not None
    assert found.due.date.isoformat() == "2026-11-30"


def test_a_label_may_stand_on_the_line_above() -> None:
    found = dates_in(read(["Due date\n11 November 2026"]).lines, vocabulary_for("en"))

    assert found.due is not None
    assert found.all[0].label == "Due date"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.440,05", "3440.05"),
        ("1,299.00", "1299.00"),
        ("1.200", "1200"),
        ("1,200", "1200"),
        ("1'234.50", "1234.50"),
        ("5,-", "5"),
        ("12,5", "12.5"),
        ("-45.00", "-45.00"),
        ("2,5 Mio.", "2500000"),
        ("3 million", "3000000"),
    ],
)
def test_numbers_are_read_in_either_tradition(text: str, expected: str) -> None:
    assert number(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Gesamt 3.440,05 €", "de", [("3440.05", "EUR")]),
        ("EUR 1.200", "de", [("1200", "EUR")]),
        ("Total $1,299.00 USD", "en", [("1299.00", "USD")]),
        ("£5", "en", [("5", "GBP")]),
        ("CHF 45.00 or 40,00 Euro", "en", [("45.00", "CHF"), ("40.00", "EUR")]),
        ("Paper 4 £38.00 £152.00", "en", [("38.00", "GBP"), ("152.00", "GBP")]),
        ("Sitzbank 1 640,80 € 640,80 €", "de", [("640.80", "EUR"), ("640.80", "EUR")]),
        ("Total 1 200,00 €", "fr", [("1200.00", "EUR")]),
        ("about 30 % of 500", "en", []),
        ("IBAN DE02 2605 0001 0000 1234 56", "de", []),
    ],
)
def test_amounts_are_found_with_their_currency(text: str, language: str, expected: list[tuple[str, str]]) -> None:
    found = [(money.value, money.currency) for money in money_in(text, language)]

    assert found == [(Decimal(value), currency) for value, currency in expected]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Zwischensumme 100,00 €\nMwSt. 19,00 €\nGesamtbetrag 119,00 €", "de", "119.00"),
        ("Subtotal £289.00\nVAT £57.80\nTotal due £346.80", "en", "346.80"),
        ("Total\n$1,299.00", "en", "1299.00"),
        ("All prices in EUR\nSUBTOTAL 32.90\nTOTAL 36.81", "en", "36.81"),
        ("Die Miete von 690,00 EUR ist bis zum dritten Werktag des Monats zu zahlen.", "de", None),
    ],
)
def test_the_total_is_what_its_label_says(text: str, language: str, expected: str | None) -> None:
    total = amounts_in(read([text]).lines, vocabulary_for(language)).total

    assert (total and total.value) == (expected and Decimal(expected))
