"""Secrets at rest: encrypted with keys that can be rotated."""

import hmac
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from pressroom.kernel.errors import PressroomError

KEY_FILE = "secret.key"
"""Name of the file of keys in the data folder, a key a line, newest first."""


class VaultLocked(PressroomError):
    """None of the keys opens this secret."""


class Vault:
    """Seals and opens short secrets; the newest key seals, every key opens."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernets = [Fernet(key) for key in keys]
            self._keys = [key.encode() for key in keys]
        except ValueError as error:
            raise VaultLocked(
                "A key in PRESSROOM_SECRET_KEYS is not a Fernet key (32 bytes, URL-safe base64)."
            ) from error

    def fingerprint(self, text: str) -> str:
        """Return what tells `text` from another without giving it away to who has no key."""
        return hmac.digest(self.keys[0], text.encode(), "sha256").hex()

    def is_fingerprint(self, fingerprint: str, text: str) -> bool:
        """Tell whether a fingerprint of `text` was made with one of the keys."""
        made = [hmac.digest(key, text.encode(), "sha256").hex() for key in self.keys]
        return any(hmac.compare_digest(one.encode(), fingerprint.encode()) for one in made)

    def seal(self, secret: str) -> str:
        """Return `secret` encrypted, as text fit for a column."""
        return self.fernets[0].encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the secret that `seal` hid; raises VaultLocked when no key fits."""
        try:
            return MultiFernet(self.fernets).decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise VaultLocked(
                "A stored secret cannot be opened with the keys at hand. Put the old key back into "
                "PRESSROOM_SECRET_KEYS (or restore secret.key), then try again."
            ) from error

    def needs_newest(self, sealed: str) -> bool:
        """Tell whether an older key sealed a secret; raises VaultLocked when no key fits."""
        try:
            self.fernets[0].decrypt(sealed.encode())
        except InvalidToken:
            self.open(sealed)
            return True
        return False

    @property
    def keys(self) -> Sequence[bytes]:
        """The keys, newest first."""
        return self._keys

    @property
    def fernets(self) -> Sequence[Fernet]:
        """What seals and opens with each of the keys."""
        return self._fernets


class _VaultOfFile(Vault):
    """Looks at its file before each use, so that every process seals with a new key as soon as there is one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._stamp()
        super().__init__(keys_in_file(path))

    @property
    def keys(self) -> Sequence[bytes]:
        self._look()
        return self._keys

    @property
    def fernets(self) -> Sequence[Fernet]:
        self._look()
        return self._fernets

    def _look(self) -> None:
        if (stamp := self._stamp()) != self._seen:
            super().__init__(keys_in_file(self._path))
            self._seen = stamp

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:  # what was read is still good
            return getattr(self, "_seen", None)
        return found.st_ino, found.st_mtime_ns


def vault_of_file(path: Path) -> Vault:
    """Return a vault with the keys kept at `path`, where one is made when there is none."""
    key_in_file(path)
    return _VaultOfFile(path)


def keys_in_file(path: Path) -> list[str]:
    """Return the keys kept at `path`, newest first."""
    return path.read_text().split()


def new_key() -> str:
    """Return a fresh key."""
    return Fernet.generate_key().decode()


def write_keys(path: Path, keys: Sequence[str]) -> None:
    """Keep keys at `path`, newest first, in place of those that were there; whole or not at all, for its owner only."""
    with NamedTemporaryFile("w", dir=path.parent, prefix=".secret-", delete=False) as file:
        file.write("\n".join(keys))
        file.flush()
        os.fsync(file.fileno())
        if path.exists():  # an administrator may be another user than the one whose server reads it
            was = path.stat()
            with suppress(PermissionError):
                os.fchown(file.fileno(), was.st_uid, was.st_gid)
    Path(file.name).replace(path)


def key_in_file(path: Path) -> str:
    """Return the newest key kept at `path`, making one (mode 0600) when there is none; of several makers one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, prefix=".secret-") as file:  # which only its owner may read
            file.write(new_key())
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(file.name)  # whole or not at all, and never over another
    return keys_in_file(path)[0]
