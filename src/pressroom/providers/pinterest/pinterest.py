"""What every door to Pinterest promises. Facts are those of its API v5, https://developers.pinterest.com/docs/api/v5/."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from pressroom.kernel.errors import ProviderBusy, ProviderRefused
from pressroom.providers.oauth import Account

ContentType = Literal["image/jpeg", "image/png"]
Code = Literal["refused", "forbidden", "board_gone", "gone"]
"""Why something is refused for good: its content, this app or account, a board that is not there, a pin that is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One of the limits Pinterest said it holds the account to."""

    name: str
    limit: int | None
    remaining: int | None
    resets_in: float | None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class SectionFound:
    """A section of a board."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFound:
    """A board of the account; `privacy` is `PUBLIC`, `PROTECTED` or `SECRET`."""

    id: str
    name: str
    description: str = ""
    privacy: str = "PUBLIC"
    pin_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureToSend:
    """A picture as bytes, or where Pinterest can fetch it; one of the two."""

    content_type: ContentType
    data: bytes | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinToSend:
    """A pin within Pinterest's limits: title 100, description 800, alt text 500, link 2,048 characters.

    Two to five pictures make a carousel, all of them bytes or all of them addresses.
    """

    board_id: str
    section_id: str | None
    title: str
    description: str
    alt_text: str
    link: str | None
    pictures: Sequence[PictureToSend]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What Pinterest answered to a pin that it took."""

    pin_id: str
    request_id: str | None
    http_status: int = 201
    rates: Sequence[Rate] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PinFound:
    """A pin that is there; `created_at` is aware, read as UTC where no zone was told."""

    id: str
    title: str
    link: str | None
    board_id: str | None
    section_id: str | None
    created_at: datetime | None


class PinterestRefused(ProviderRefused):
    """What Pinterest does not take, whoever asks and however often; `code` says why."""

    def __init__(self, message: str, *, code: Code = "refused") -> None:
        super().__init__(message)
        self.code = code


class Limited(ProviderBusy):
    """429: the account has asked too much; `retry_after` is None where Pinterest did not say for how long."""

    code = "limited"


class Unreached(ProviderBusy):
    """The call did not go out: no name, no connection, no TLS. Nothing has happened at Pinterest."""

    code = "unreached"


class Pinterest(Protocol):
    """One account at Pinterest.

    Every call may raise ProviderAuthLost (401), PinterestRefused (other 4xx), Limited (429), Unreached, or ProviderBusy
    for reads that got no proper answer; errors carry `request_id` and `http_status` where they are known.
    """

    def account(self) -> Account:
        """Return whose account it is."""
        ...

    def boards(self) -> Iterator[BoardFound]:
        """Yield the account's boards, page after page."""
        ...

    def sections(self, board_id: str) -> Iterator[SectionFound]:
        """Yield a board's sections; raises PinterestRefused (`board_gone`)."""
        ...

    def create_board(self, name: str, *, description: str = "", privacy: str = "PUBLIC") -> BoardFound:
        """Make a board; raises PinterestRefused where the account has one of that name."""
        ...

    def create_section(self, board_id: str, name: str) -> SectionFound:
        """Make a section."""
        ...

    def publish(self, pin: PinToSend) -> Published:
        """Publish a pin: one request, never repeated here.

        Raises OutcomeUnknown where the request may have gone out and no proper answer came: a reset, a time-out, a 5xx,
        half an answer, a page instead of JSON. The pin may be there then.
        """
        ...

    def newest(self, board_id: str, *, section_id: str | None = None, most: int = 100) -> Sequence[PinFound]:
        """Return the newest pins of a board or its section, newest first; fewer than `most` are all there are.

        Raises PinterestRefused: `board_gone`, or `refused` with HTTP 404 where the section is not there.
        """
        ...

    def pin(self, pin_id: str) -> PinFound | None:
        """Return a pin; None where it is no longer there."""
        ...

    def withdraw(self, pin_id: str) -> None:
        """Delete a pin; one that is gone already is no error."""
        ...


class OpenPinterest(Protocol):
    """Opens accounts at Pinterest."""

    @property
    def timeout_seconds(self) -> float:
        """The longest a call may take before its answer counts as lost."""
        ...

    def __call__(self, provider: str, *, token: Callable[[], str]) -> Pinterest:
        """Return an account's door; `provider` is its connection's (`pinterest`, `pinterest_sandbox`).

        `token` gives an access token that is good now; what it raises comes through.
        """
        ...
