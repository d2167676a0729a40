"""What Drive answers when it does not do what was asked, as Pressroom's own errors."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from pressroom.kernel.errors import NotFound, ProviderAuthLost, ProviderBusy, ProviderError, ProviderRefused, Rejected
from pressroom.providers.sources.source import FileBusy
from pressroom.providers.wait import seconds_to_wait

AN_HOUR = 3600.0
SOON = {"userRateLimitExceeded", "rateLimitExceeded", "RATE_LIMIT_EXCEEDED", "backendError", "internalError"}
LATER = {"dailyLimitExceeded", "quotaExceeded"}
"""Quotas of a day: asking again within the hour is no use."""

REFUSALS = {
    "cannotDownloadAbusiveFile": "Google takes it for malware or spam and does not give it out.",
    "cannotDownloadFile": "its owner does not allow downloads.",
    "insufficientFilePermissions": "this account may see it but not download it. Ask its owner for the right to.",
    "insufficientPermissions": "reading Drive was not allowed. Reconnect the account and tick the box that allows it.",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "reading Drive was not allowed. Reconnect the account and allow it.",
    "accessNotConfigured": "enable the Google Drive API for the client in Google's console.",
    "SERVICE_DISABLED": "enable the Google Drive API for the client in Google's console.",
    "domainPolicy": "the administrator of this Google domain does not allow apps to read Drive.",
    "appNotAuthorizedToFile": "this file is not among those the account let Pressroom read.",
    "teamDriveMembershipRequired": "this account is not a member of the shared drive. Ask for membership.",
}


class Stale(ProviderRefused):
    """Drive does not take the request as it is; where it held a page token, that one is out of date."""


def failure(status: int, body: bytes, headers: Mapping[str, str], *, what: str) -> ProviderError | Rejected:
    """Return the error to raise for an answer of Drive's; `what` names what was asked for, for the message."""
    reasons, said = _read(body)
    if status == HTTPStatus.UNAUTHORIZED:
        return ProviderAuthLost("Google no longer lets this account in. Reconnect it.")
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.GONE}:
        return Stale(f"Drive does not take the request for {what}: {said}")
    if status == HTTPStatus.NOT_FOUND:
        return NotFound(f"{what} is no longer there, or no longer shared with this account.")
    asked = _busy(reasons, status, seconds_to_wait(headers.get("retry-after")), what, said)
    if asked is not None:
        return asked
    known = next((why for reason, why in REFUSALS.items() if reason in reasons), None)
    return ProviderRefused(f"Drive refuses {what}: {known or f'{said} (HTTP {status})'}")


def _busy(reasons: set[str], status: int, asked: float | None, what: str, said: str) -> ProviderBusy | None:
    """Return the error for an answer that another time may not be given; `asked` is how long to wait, in seconds."""
    if "downloadQuotaExceeded" in reasons:
        return FileBusy(f"Too many people downloaded {what} of late. Google gives it out again in a day or so.")
    if reasons & LATER:
        return ProviderBusy(
            f"Drive's quota for {what} is used up. It is tried again later.", retry_after=asked or AN_HOUR
        )
    if status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS} or status >= 500 or reasons & SOON:  # noqa: PLR2004  # HTTP's own
        return ProviderBusy(f"Drive is busy or out of order (HTTP {status}): {said}", retry_after=asked)
    return None


def _read(body: bytes) -> tuple[set[str], str]:
    """Return the reasons in an answer, and what it says to a person."""
    try:
        error = json.loads(body)["error"]
        reasons = {one.get("reason", "") for name in ("errors", "details") for one in error.get(name, ())}
        return reasons, str(error.get("message", ""))[:300]
    except (ValueError, KeyError, TypeError, AttributeError):
        return set(), "it did not say why."


def said_nothing(error: Exception) -> ProviderBusy:
    """Return the error for a connection that broke, timed out or was never made."""
    return ProviderBusy(f"Drive cannot be reached ({type(error).__name__}). Check the network; it is tried again.")
