"""The secrets a webhook's events are signed with: kept sealed, the one before for a day beside its successor."""

import base64
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from standardwebhooks import Webhook as Signing

from pressroom.core.webhooks.rules import OVERLAP
from pressroom.kernel.clock import now
from pressroom.kernel.vault import Vault

BYTES = 24


@dataclass(frozen=True, slots=True)
class Secrets:
    """What events are signed with, and until when with `before` as well, as seconds since 1970."""

    current: str
    before: str | None = None
    until: float = 0.0

    def in_use(self, at: datetime) -> list[str]:
        """Return the secrets of that moment, the newest first."""
        return [self.current, *([self.before] if self.before and at.timestamp() < self.until else [])]


def new_secrets() -> Secrets:
    """Return a fresh secret, as Standard Webhooks writes one."""
    return Secrets("whsec_" + base64.b64encode(secrets.token_bytes(BYTES)).decode())


def rotated(known: Secrets) -> Secrets:
    """Return a fresh secret in place of a known one, which is good for a day more."""
    return Secrets(new_secrets().current, known.current, (now() + OVERLAP).timestamp())


def sealed(vault: Vault, known: Secrets) -> str:
    """Return secrets as they are kept."""
    return vault.seal(json.dumps(asdict(known)))


def unsealed(vault: Vault, kept: str) -> Secrets:
    """Return secrets that were kept; raises VaultLocked."""
    return Secrets(**json.loads(vault.open(kept)))


def headers_of(known: Secrets, *, message_id: str, body: str, at: datetime) -> dict[str, str]:
    """Return the headers by which a receiver knows whom a body comes from."""
    moment = at.replace(tzinfo=None)  # the library takes it for UTC
    signatures = [Signing(one).sign(message_id, moment, body) for one in known.in_use(at)]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
