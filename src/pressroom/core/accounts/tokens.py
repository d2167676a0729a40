"""Random secrets, and the digests they are kept as."""

import hashlib
import secrets

API_PREFIX = "prs_"


def new_token(prefix: str = "") -> str:
    """Return a fresh secret of 256 random bits, URL-safe."""
    return prefix + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token; the token itself has enough randomness to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
