"""How alike two pictures are, by their fingerprints."""

ALIKE = 10
"""Fingerprints at most this far apart are taken for the same picture."""


def fingerprint_distance(a: str, b: str) -> int:
    """Return in how many of their 64 places two fingerprints differ."""
    return (int(a, 2) ^ int(b, 2)).bit_count()
