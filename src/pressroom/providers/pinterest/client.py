"""Pinterest's API v5 over HTTP, https://developers.pinterest.com/docs/api/v5/introduction/ (described in 5.23)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from pressroom.kernel.errors import OutcomeUnknown, ProviderBusy
from pressroom.providers.calls import Answer, AnswerLost
from pressroom.providers.oauth import Account
from pressroom.providers.pinterest.failures import failure_of, is_doubtful, is_fine, noted, unknown
from pressroom.providers.pinterest.pinterest import (
    BoardFound,
    Code,
    PinFound,
    PinterestRefused,
    PinToSend,
    Published,
    SectionFound,
)
from pressroom.providers.pinterest.rates import rates_in
from pressroom.providers.pinterest.reading import (
    Json,
    account_of,
    board_of,
    id_of,
    object_in,
    pin_of,
    request_id_of,
    section_of,
    text_of,
)
from pressroom.providers.pinterest.sending import body_of
from pressroom.providers.pinterest.wire import Wire

Row = TypeVar("Row")
Read = Callable[[Json], Row | None]

PAGE = 250
"""The most of a list that Pinterest gives at once."""
MOST_PAGES = 400
"""A list that goes on after so many goes on forever."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class PinterestAccount:
    """One account; each call asks for a token anew."""

    def __init__(self, wire: Wire, token: Callable[[], str]) -> None:
        self._wire = wire
        self._token = token

    def account(self) -> Account:
        """Return whose account it is."""
        return self._one("GET", "/user_account", account_of)

    def boards(self) -> Iterator[BoardFound]:
        """Yield the boards, page after page."""
        return self._list("/boards", board_of)

    def sections(self, board_id: str) -> Iterator[SectionFound]:
        """Yield a board's sections."""
        return self._list(f"/boards/{board_id}/sections", section_of, missing="board_gone")

    def create_board(self, name: str, *, description: str = "", privacy: str = "PUBLIC") -> BoardFound:
        """Make a board."""
        body = {"name": name, "description": description, "privacy": privacy}
        return self._one("POST", "/boards", board_of, body=body)

    def create_section(self, board_id: str, name: str) -> SectionFound:
        """Make a section."""
        path = f"/boards/{board_id}/sections"
        return self._one("POST", path, section_of, body={"name": name}, missing="board_gone")

    def publish(self, pin: PinToSend) -> Published:
        """Publish a pin: one request."""
        try:
            answer = self._wire.ask("POST", "/pins", self._token(), body=body_of(pin))
        except AnswerLost as lost:
            raise OutcomeUnknown(f"Pinterest's answer was lost: {lost}.") from lost
        if not is_fine(answer):
            raise _unpublished(answer)
        pin_id = id_of(object_in(answer) or {})
        if pin_id is None:
            raise unknown(answer, "Pinterest's answer does not say which pin it made")
        return Published(
            pin_id=pin_id,
            request_id=request_id_of(answer),
            http_status=answer.status,
            rates=rates_in(answer.headers),
        )

    def newest(self, board_id: str, *, section_id: str | None = None, most: int = 100) -> Sequence[PinFound]:
        """Return the newest pins by their own times, of so many full pages: Pinterest promises no order within them.

        What counts is pins, not pages: a page may hold fewer than was asked for, and the list goes on all the same.
        """
        section = f"/sections/{section_id}" if section_id else ""
        found = self._list(f"/boards/{board_id}{section}/pins", pin_of, missing="board_gone")
        read = islice(found, -(-most // PAGE) * PAGE)
        return sorted(read, key=_when, reverse=True)[:most]

    def pin(self, pin_id: str) -> PinFound | None:
        """Return a pin; None where it is no longer there."""
        try:
            return self._one("GET", f"/pins/{pin_id}", pin_of, missing="gone")
        except PinterestRefused as refused:
            if refused.code == "gone":
                return None
            raise

    def withdraw(self, pin_id: str) -> None:
        """Delete a pin; one that is gone already is no error."""
        try:
            answer = self._asked("DELETE", f"/pins/{pin_id}", missing="gone")
        except PinterestRefused as refused:
            if refused.code != "gone":
                raise
        else:
            if answer.body.strip() and object_in(answer) is None:  # the sign-in page of a network in between
                raise _unreadable(answer)

    def _list(self, path: str, read: Read[Row], *, missing: Code = "refused") -> Iterator[Row]:
        bookmark = ""
        for _ in range(MOST_PAGES):
            query = {"page_size": str(PAGE)} | ({"bookmark": bookmark} if bookmark else {})
            answer = self._asked("GET", path, missing=missing, query=query)
            listed = object_in(answer) or {}
            rows = listed.get("items")
            if not isinstance(rows, list):
                raise _unreadable(answer)
            yield from (one for row in rows if isinstance(row, dict) and (one := read(row)) is not None)
            before, bookmark = bookmark, text_of(listed, "bookmark")
            if bookmark in {"", before}:
                return

    def _one(
        self,
        method: str,
        path: str,
        read: Read[Row],
        *,
        missing: Code = "refused",
        body: Mapping[str, Any] | None = None,
    ) -> Row:
        answer = self._asked(method, path, missing=missing, body=body)
        found = read(object_in(answer) or {})
        if found is None:
            raise _unreadable(answer)
        return found

    def _asked(
        self,
        method: str,
        path: str,
        *,
        missing: Code,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Return a success; raises what anything else means."""
        try:
            answer = self._wire.ask(method, path, self._token(), query=query, body=body)
        except AnswerLost as lost:
            raise ProviderBusy(f"Pinterest did not answer: {lost}. Try again.") from lost
        if not is_fine(answer):
            raise failure_of(answer, missing=missing)
        return answer


def _unpublished(answer: Answer) -> Exception:
    """Return what an answer to a pin means that is no success."""
    if is_doubtful(answer):
        return unknown(answer, "Pinterest does not say what became of the pin")
    return failure_of(answer, missing="board_gone")


def _unreadable(answer: Answer) -> ProviderBusy:
    return noted(ProviderBusy("Pinterest answered with something that cannot be read. Try again."), answer)


def _when(pin: PinFound) -> datetime:
    return pin.created_at or LONG_AGO
