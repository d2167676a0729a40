"""What people ask for, in their own words."""

import pytest

from pressroom.providers.describe.local.feedback import listed, understand
from pressroom.providers.describe.local.granting import GRANTS


@pytest.mark.parametrize(
    ("feedback", "expected"),
    [
        ("shorter", [("shorter", "")]),
        ("Please make the summary longer.", [("longer", "")]),
        ("Bitte kürzer", [("shorter", "")]),
        ("Die Zusammenfassung ist zu lang.", [("shorter", "")]),
        ("mehr Details", [("longer", "")]),
        ("call it Oak tree letter", [("rename", "Oak tree letter")]),
        ('title: "Oak, tree and letter"', [("rename", "Oak, tree and letter")]),
        ("rename it to Table invoice 2026.", [("rename", "Table invoice 2026")]),
        ("Nenne es „Esstisch“", [("rename", "Esstisch")]),
        ("Der Titel soll lauten: Dach 2026", [("rename", "Dach 2026")]),
        ("better title", [("another_name", "")]),
        ("The title is too long", [("shorter_name", "")]),
        ("add the date to the title", [("fact_in_name", "date")]),
        ("Datum in den Titel", [("fact_in_name", "Datum")]),
        ("the sender is Bluebell Books", [("sender", "Bluebell Books")]),
        ("add tag furniture", [("add_tags", "furniture")]),
        ("tag it as private", [("add_tags", "private")]),
        ("Füge die Tags möbel und küche hinzu", [("add_tags", "möbel und küche")]),
        ("tags: a, b, c", [("set_tags", "a, b, c")]),
        ("remove the tag letter", [("remove_tags", "letter")]),
        ("ohne Tag brief", [("remove_tags", "brief")]),
        ("more tags", [("more_tags", "")]),
        ("zu viele Tags", [("fewer_tags", "")]),
        ("use another sentence", [("another", "")]),
        ("andere Zusammenfassung", [("another", "")]),
        ("mention the due date", [("mention", "due date")]),
        ("Erwähne die Kaution", [("mention", "Kaution")]),
        ("don't mention the oak", [("omit", "oak")]),
        ("without 2026", [("omit", "2026")]),
        ("focus on the warranty", [("focus", "warranty")]),
        ("mehr über die Haustiere", [("focus", "Haustiere")]),
        ("in English please", [("translate", "")]),
        ("Bitte auf Deutsch", [("translate", "")]),
    ],
)
def test_a_wish_is_understood(feedback: str, expected: list[tuple[str, str]]) -> None:
    understood = understand(feedback)

    assert [(wish.verb, wish.what) for wish in understood.wishes] == expected
    assert understood.rest == ""


@pytest.mark.parametrize(
    ("feedback", "verbs"),
    [
        ("Shorter please, and call it Oak tree letter", ["shorter", "rename"]),
        ('call it "Tischrechnung" and add tag küche', ["rename", "add_tags"]),
        ("the summary is too long; remove tags letter, 2026", ["shorter", "remove_tags"]),
        ("Weniger Tags und ausführlicher", ["fewer_tags", "longer"]),
        ("Auf Englisch bitte, und kürzer", ["translate", "shorter"]),
        ("Shorter.\nAdd tag oak.\nMention the maple.", ["shorter", "add_tags", "mention"]),
    ],
)
def test_several_wishes_in_one_feedback_keep_their_order(feedback: str, verbs: list[str]) -> None:
    assert [wish.verb for wish in understand(feedback).wishes] == verbs


def test_what_is_not_understood_is_told() -> None:
    understood = understand("I do not like this at all")

    assert understood.wishes == ()
    assert understood.rest == "I do not like this at all"


def test_every_verb_a_person_can_use_is_granted() -> None:
    feedback = "shorter; longer; tags: a; more tags; in English; better title; mention x; focus on y; without z"

    assert {wish.verb for wish in understand(feedback).wishes} <= set(GRANTS)


def test_long_feedback_is_read_in_reasonable_time() -> None:
    understand("please mention the thing and " * 60)


def test_a_list_of_tags_may_be_written_in_many_ways() -> None:
    assert listed("Oak, 'Garden' and  home / Oak") == ["oak", "garden", "home"]
