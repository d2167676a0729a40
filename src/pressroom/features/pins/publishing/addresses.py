"""Addresses that Pinterest fetches a pin's pictures from: signed, good for an hour, and open to whoever has them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from pressroom.features.pins.projects.models import Fit
from pressroom.kernel.errors import NotFound
from pressroom.kernel.storage import pin_key
from pressroom.kernel.vault import Vault

GOOD_FOR = timedelta(hours=1)
"""Pinterest fetches a picture when the pin is sent; an hour leaves room for its own second tries."""
PURPOSE = "published picture"
PRIVATE_ENDINGS = (
    ".localhost",
    ".local",
    ".internal",
    ".lan",
    ".home",
    ".home.arpa",
    ".test",
    ".example",
    ".invalid",
    ".onion",
    ".ts.net",
)
"""Names that lead somewhere in one's own network only, or nowhere."""
GONE = "There is no such picture here, or its address is no longer good."


@dataclass(frozen=True, slots=True)
class Shaped:
    """A stored picture brought to the shape of a pin: the original's digest, and how."""

    sha256: str
    fit: Fit

    @property
    def key(self) -> str:
        """Where it is stored."""
        return pin_key(self.sha256, self.fit)


def is_public(url: str) -> bool:
    """Tell whether Pinterest can reach this server by an address: https, and no private name or number."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "https":
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(PRIVATE_ENDINGS)


def signed_path(vault: Vault, picture: Shaped, *, at: datetime) -> str:
    """Return the path a picture is fetched from for an hour after `at`."""
    said = f"{picture.sha256}-{picture.fit}-{int((at + GOOD_FOR).timestamp())}"
    return f"/published/{said}-{vault.fingerprint(_signed(said))}.jpg"


def opened(vault: Vault, token: str, *, at: datetime) -> Shaped:
    """Return the picture that a signed path stands for; raises NotFound for one that is forged or no longer good."""
    said, _, signature = token.rpartition("-")
    if not vault.is_fingerprint(signature, _signed(said)):
        raise NotFound(GONE)
    sha256, fit, until = said.split("-")
    if int(until) <= at.timestamp():
        raise NotFound(GONE)
    return Shaped(sha256, Fit(fit))


def _signed(said: str) -> str:
    return f"{PURPOSE}\n{said}"
