"""What every Pinterest promises, held to by all: pretended in memory, in a folder, and the real client at a server."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pressroom.kernel.errors import ProviderAuthLost
from pressroom.providers.pinterest import PictureToSend, PinterestRefused
from tests.providers.pinboards import JPEG, PINBOARDS, PNG, Pinboard, a_pin


@pytest.fixture(params=PINBOARDS)
def pinboard(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pinboard]:
    """A Pinterest to try."""
    with PINBOARDS[request.param](tmp_path) as pinboard:
        yield pinboard


def test_an_account_says_whose_it_is(pinboard: Pinboard) -> None:
    account = pinboard.account.account()
    assert account.id.isdigit()
    assert account.name


def test_boards_are_listed_with_what_they_are_and_hold(pinboard: Pinboard) -> None:
    sewing, paper = pinboard.add_board("Sewing"), pinboard.add_board("Paper")
    pinboard.account.publish(a_pin(sewing))
    boards = {board.id: board for board in pinboard.account.boards()}
    assert {board.name for board in boards.values()} == {"Sewing", "Paper"}
    assert (boards[sewing].pin_count, boards[paper].pin_count) == (1, 0)
    assert boards[paper].privacy == "PUBLIC"


def test_a_long_list_of_boards_is_read_to_its_end(pinboard: Pinboard) -> None:
    added = {pinboard.add_board(f"Board {number}") for number in range(510)}
    listed = [board.id for board in pinboard.account.boards()]
    assert len(listed) == 510
    assert set(listed) == added


def test_a_board_made_is_listed_and_takes_pins(pinboard: Pinboard) -> None:
    made = pinboard.account.create_board("Weaving", description="Looms.", privacy="SECRET")
    (listed,) = pinboard.account.boards()
    assert (listed.id, listed.name, listed.description, listed.privacy) == (made.id, "Weaving", "Looms.", "SECRET")
    assert pinboard.account.publish(a_pin(made.id)).pin_id


def test_a_board_s_name_is_taken_once(pinboard: Pinboard) -> None:
    pinboard.account.create_board("Weaving")
    with pytest.raises(PinterestRefused, match="already have a board") as raised:
        pinboard.account.create_board("Weaving")
    assert raised.value.code == "refused"


def test_sections_are_those_of_their_board(pinboard: Pinboard) -> None:
    sewing, paper = pinboard.add_board("Sewing"), pinboard.add_board("Paper")
    toys = pinboard.add_section(sewing, "Toys")
    bags = pinboard.account.create_section(sewing, "Bags")
    assert {(one.id, one.name) for one in pinboard.account.sections(sewing)} == {(toys, "Toys"), (bags.id, "Bags")}
    assert list(pinboard.account.sections(paper)) == []


def test_a_pin_that_was_taken_is_there_as_it_was_sent(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    section = pinboard.add_section(board, "Toys")
    published = pinboard.account.publish(a_pin(board, section_id=section))
    found = pinboard.account.pin(published.pin_id)
    assert found is not None
    assert (found.id, found.title, found.link) == (published.pin_id, "A fox of felt", "https://blog.example.test/fox")
    assert (found.board_id, found.section_id) == (board, section)
    assert published.request_id
    assert published.rates[0].limit


def test_a_pin_says_when_it_came_in_utc(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    before = datetime.now(UTC) - timedelta(seconds=2)
    found = pinboard.account.pin(pinboard.account.publish(a_pin(board)).pin_id)
    assert found is not None
    assert found.created_at is not None
    assert before < found.created_at < datetime.now(UTC) + timedelta(seconds=2)


def test_a_pin_needs_no_link_nor_description(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    found = pinboard.account.pin(pinboard.account.publish(a_pin(board, link=None, description="", alt_text="")).pin_id)
    assert found is not None
    assert found.link is None


def test_the_limits_are_those_of_the_api(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    link = "https://blog.example.test/".ljust(2048, "x")
    full = a_pin(board, "ö" * 100, description="😀" * 800, alt_text="x" * 500, link=link)
    assert pinboard.account.publish(full).pin_id


def test_pictures_are_jpeg_or_png_one_or_several_as_bytes_or_addresses(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    one = PictureToSend(content_type="image/png", data=PNG)
    other = PictureToSend(content_type="image/jpeg", data=JPEG)
    there = PictureToSend(content_type="image/jpeg", url="https://press.example.test/published/a.jpg")
    for pictures in ((one,), (there,), (one, other), (there,) * 5):
        assert pinboard.account.publish(a_pin(board, pictures=pictures)).pin_id


def test_the_newest_pins_come_first_and_no_more_than_asked_for(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    added = [pinboard.account.publish(a_pin(board, f"Fox {number}")).pin_id for number in range(4)]
    newest = pinboard.account.newest(board, most=3)
    assert len(newest) == 3
    assert {pin.id for pin in pinboard.account.newest(board)} == set(added)
    times = [pin.created_at for pin in newest if pin.created_at]
    assert times == sorted(times, reverse=True)


def test_pins_of_a_section_are_found_in_it_and_on_its_board(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    section = pinboard.add_section(board, "Toys")
    inside = pinboard.account.publish(a_pin(board, section_id=section)).pin_id
    outside = pinboard.account.publish(a_pin(board)).pin_id
    assert [pin.id for pin in pinboard.account.newest(board, section_id=section)] == [inside]
    assert {pin.id for pin in pinboard.account.newest(board)} == {inside, outside}


def test_a_list_may_lag_behind_what_was_published(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    pinboard.set_lag(60)
    published = pinboard.account.publish(a_pin(board))
    assert pinboard.account.newest(board) == []
    assert pinboard.account.pin(published.pin_id) is not None
    pinboard.set_lag(0)
    assert [pin.id for pin in pinboard.account.newest(board)] == [published.pin_id]


def test_a_pin_withdrawn_is_gone_and_may_be_withdrawn_again(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    pin_id = pinboard.account.publish(a_pin(board)).pin_id
    pinboard.account.withdraw(pin_id)
    pinboard.account.withdraw(pin_id)
    assert pinboard.account.pin(pin_id) is None
    assert pinboard.account.newest(board) == []


def test_a_pin_that_vanished_is_not_there(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    pin_id = pinboard.account.publish(a_pin(board)).pin_id
    pinboard.remove_pin(pin_id)
    assert pinboard.account.pin(pin_id) is None
    pinboard.account.withdraw(pin_id)


def test_a_board_that_is_gone_says_so_whatever_is_asked_of_it(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    pinboard.remove_board(board)
    account = pinboard.account
    for asked in (
        lambda: account.publish(a_pin(board)),
        lambda: account.newest(board),
        lambda: list(account.sections(board)),
        lambda: account.create_section(board, "Toys"),
    ):
        with pytest.raises(PinterestRefused, match="no longer at Pinterest") as raised:
            asked()
        assert (raised.value.code, raised.value.http_status) == ("board_gone", 404)


def test_a_section_that_is_not_there_takes_no_pin_and_its_board_is_not_called_gone(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    with pytest.raises(PinterestRefused) as raised:
        pinboard.account.publish(a_pin(board, section_id="123"))
    assert (raised.value.code, raised.value.http_status) == ("refused", 404)


def test_a_section_that_is_gone_says_so_and_its_pins_are_still_on_the_board(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    section = pinboard.add_section(board, "Toys")
    pin_id = pinboard.account.publish(a_pin(board, section_id=section)).pin_id
    pinboard.remove_section(section)
    with pytest.raises(PinterestRefused) as raised:
        pinboard.account.newest(board, section_id=section)
    assert (raised.value.code, raised.value.http_status) == ("refused", 404)
    assert [one.id for one in pinboard.account.newest(board)] == [pin_id]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "x" * 101},
        {"description": "x" * 801},
        {"alt_text": "x" * 501},
        {"link": "https://blog.example.test/".ljust(2049, "x")},
        {"pictures": (PictureToSend(content_type="image/jpeg", url="https://a.example.test/a.jpg"),) * 6},
        {"pictures": (PictureToSend(content_type="image/jpeg", data=b"RIFF\x10\x00\x00\x00WEBPVP8 "),)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_pin_over_the_limits_is_refused_and_not_there(pinboard: Pinboard, wrong: dict[str, object]) -> None:
    board = pinboard.add_board("Sewing")
    with pytest.raises(PinterestRefused) as raised:
        pinboard.account.publish(a_pin(board, **({"title": "Fox"} | wrong)))  # type: ignore[arg-type]  # as the fields are
    assert (raised.value.code, raised.value.http_status) == ("refused", 400)
    assert pinboard.account.newest(board) == []
    pinboard.breaches.clear()


def test_an_account_that_was_let_out_is_told_in_so_many_words(pinboard: Pinboard) -> None:
    board = pinboard.add_board("Sewing")
    pinboard.tokens[:] = ["ended"]
    for asked in (
        pinboard.account.account,
        lambda: list(pinboard.account.boards()),
        lambda: pinboard.account.publish(a_pin(board)),
        lambda: pinboard.account.newest(board),
        lambda: pinboard.account.pin("1"),
        lambda: pinboard.account.withdraw("1"),
    ):
        with pytest.raises(ProviderAuthLost, match="Reconnect it") as raised:
            asked()
        assert raised.value.http_status == 401


def test_what_the_token_s_giver_raises_comes_through(pinboard: Pinboard) -> None:
    def no_token() -> str:
        raise ProviderAuthLost("Reconnect the account.")

    with pytest.raises(ProviderAuthLost, match="Reconnect the account"):
        pinboard.pinterest("pinterest", token=no_token).pin("1")
