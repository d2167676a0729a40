from dataclasses import dataclass
from uuid import UUID

import pytest

from pressroom.web.narrowing import Narrowing, address, choices, id_in, tag_choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Narrowing):
    q: str = ""
    status: str = ""


def test_only_the_filters_that_are_on_stand_in_an_address_in_their_order() -> None:
    asked = Asked(status="ready", q="leek & soup")
    assert asked.narrowed == {"q": "leek & soup", "status": "ready"}
    assert asked.url("/pins", {"cursor": "x", "length": None}) == "/pins?q=leek+%26+soup&status=ready&cursor=x"
    assert Asked(q="soup").url("/pins") == "/pins?q=soup"


def test_an_address_without_filters_has_no_question_mark() -> None:
    assert Asked().url("/pins", {"cursor": None}) == address("/pins", {"q": ""}) == "/pins"


def test_values_are_offered_with_what_is_chosen_and_how_many_there_are() -> None:
    labels = {"ready": "Ready", "failed": "Failed"}
    assert [one.count for one in choices(labels.items(), "")] == [None, None]
    told = [(one.label, one.is_chosen, one.count) for one in choices(labels.items(), "failed", {"ready": 3})]
    assert told == [("Ready", False, 3), ("Failed", True, 0)]


def test_a_rare_tag_is_offered_where_it_is_chosen() -> None:
    assert [(one.value, one.is_chosen) for one in tag_choices(["soup"], "leek")] == [("leek", True), ("soup", False)]
    assert [one.value for one in tag_choices(["soup", "leek"], "leek")] == ["soup", "leek"]
    assert [one.value for one in tag_choices(["soup"], "")] == ["soup"]


@pytest.mark.parametrize("text", ["", "nonsense", "0190"])
def test_what_is_no_id_is_none(text: str) -> None:
    assert id_in(text) is None


def test_an_id_is_read() -> None:
    assert id_in(str(UUID(int=7))) == UUID(int=7)
