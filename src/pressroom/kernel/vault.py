"""Secrets at rest: encrypted with keys that can be rotated."""

import hmac
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from pressroom.kernel.errors import PressroomError


class VaultLocked(PressroomError):
    """None of the keys opens this secret."""


class Vault:
    """Seals and opens short secrets; the newest key seals, every key opens."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
            self._newest = keys[0].encode()
        except ValueError as error:
            raise VaultLocked(
                "A key in PRESSROOM_SECRET_KEYS is not a Fernet key (32 bytes, URL-safe base64)."
            ) from error

    def fingerprint(self, text: str) -> str:
        """Return what tells `text` from another without giving it away to who has no key."""
        return hmac.digest(self._newest, text.encode(), "sha256").hex()

    def seal(self, secret: str) -> str:
        """Return `secret` encrypted, as text fit for a column."""
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the secret that `seal` hid; raises VaultLocked when no key fits."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise VaultLocked(
                "A stored secret cannot be opened with the keys at hand. Put the old key back into "
                "PRESSROOM_SECRET_KEYS (or restore secret.key), then try again."
            ) from error


def key_in_file(path: Path) -> str:
    """Return the key kept at `path`, making one (mode 0600) when there is none; of several makers at once one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, prefix=".secret-") as file:  # which only its owner may read
            file.write(Fernet.generate_key().decode())
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(file.name)  # whole or not at all, and never over another
    return path.read_text().strip()
