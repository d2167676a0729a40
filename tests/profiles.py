"""Colour profiles for tests, built tag by tag (ICC.1:2001-04)."""

import itertools
import struct

D50 = (0.9642, 1.0, 0.8249)
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
DISPLAY_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))

CYAN_IN_LAB = (55, -37, -50)


def matrix_profile(colorants: tuple[tuple[float, float, float], ...], gamma: float) -> bytes:
    """Return a profile of a screen with these colorants (in XYZ, adapted to D50) and this gamma."""
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    tags = {b"wtpt": _xyz(D50), b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    tags |= {name: _xyz(value) for name, value in zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants, strict=True)}
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags)


def press_profile() -> bytes:
    """Return a profile of a press whose cyan is `CYAN_IN_LAB` and whose other inks are grey."""
    corners = (_ink(*corner) for corner in itertools.product((0, 1), repeat=4))
    identity = bytes(range(256))
    grid = b"".join(bytes((round(light * 2.55), a + 128, b + 128)) for light, a, b in corners)
    matrix = struct.pack(">9i", *(65536 if number % 4 == 0 else 0 for number in range(9)))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + identity * 4 + grid + identity * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"wtpt": _xyz(D50), b"A2B0": table})


def _ink(cyan: int, magenta: int, yellow: int, black: int) -> tuple[int, int, int]:
    others = magenta + yellow + black
    return CYAN_IN_LAB if cyan and not others else (100 - 25 * (others + cyan), 0, 0)


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65536) for part in value))


def _profile(device: bytes, space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    described = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"Test\0" + bytes(78)
    tags = {b"desc": described, b"cprt": b"text\0\0\0\0none\0", **tags}
    at = 128 + 4 + 12 * len(tags)
    index, content = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        index += name + struct.pack(">II", at + len(content), len(value))
        content += value + bytes(-len(value) % 4)
    header = struct.pack(
        ">I4sI4s4s4s12s4s", at + len(content), b"test", 0x02100000, device, space, connection, b"", b"acsp"
    )
    header += bytes(28) + struct.pack(">3i", *(round(part * 65536) for part in D50))
    return header.ljust(128, b"\0") + index + content
