"""Proof Key for Code Exchange (RFC 7636): who starts a consent is who ends it."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_urlsafe


def new_verifier() -> str:
    """Return a fresh secret of 86 characters."""
    return token_urlsafe(64)


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier, which may be shown to anybody."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
