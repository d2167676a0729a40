"""Pictures for tests, made on the spot."""

import io
import struct
import zlib
from base64 import b64decode
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from pressroom.providers.pictures import sniff_picture

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (40, 150, 60), (20, 60, 200), (250, 220, 40)

TINY_HEIC = b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9j"
    "AAAAAERAAAIAAQAAAAAB7AABAAAAAAAAAF4AAgAAAAACSgABAAAAAAAAAJIAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAA"
    "ABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNg"
    "AAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZE"
    "AcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AA"
    "AAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAA"
    "APhtZGF0AAAAWigBrxOA+BDhp//7QKP/4BM8Pye9Jif/1gN0fzq2v/zxeDu72ZiQ6tH5/l28PHJkahNYSBUAcjW4ISYTAtoS/bNAWP1fGQnR"
    "TsQ4wdZEkn8S47qzmJdXvjkVrgAAAAZFeGlmAABNTQAqAAAACAAEAQ8AAgAAAAYAAAA+ARAAAgAAAAoAAABEARIAAwAAAAEABgAAh2kABAAA"
    "AAEAAABOAAAAAEFwcGxlAGlQaG9uZSAxNQAAApADAAIAAAAUAAAAbJARAAIAAAAHAAAAgAAAAAAyMDI2OjA1OjA0IDEyOjMwOjAwACswMjow"
    "MAAA"
)
"""64 by 48 px, red on the left and blue on the right, turned by 90 degrees, with EXIF of an iPhone.

Drawn with Pillow and written by pillow-heif 1.8.1 (libheif 1.23.6, x265), for no decoder of ours can write HEIC.
"""


def flag(size: tuple[int, int] = (120, 80), mode: str = "RGB") -> Image.Image:
    """Return a picture whose quarters are red, green, blue and yellow, row by row."""
    width, height = size
    image = Image.new("RGB", size, RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=YELLOW)
    return image.quantize(16) if mode == "P" else image.convert(mode)


def scene(seed: int, size: tuple[int, int] = (900, 600)) -> Image.Image:
    """Return soft shapes on a soft ground, as a photo has them; another seed, another scene."""
    rough = Image.frombytes(
        "RGB", (9, 6), bytes((seed * 97 + number * number * 31) % 256 for number in range(9 * 6 * 3))
    )
    return rough.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return the picture as Pillow writes that kind."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def one_of_a_kind(name: str, size: tuple[int, int] = (320, 240)) -> bytes:
    """Return a JPEG whose bytes are those of no other name's."""
    return encoded(scene(zlib.crc32(name.encode()), size), "JPEG", comment=name.encode())


def opened(content: bytes) -> Image.Image:
    """Return the picture decoded."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def mime_of(path: Path) -> str:
    """Return what the file is."""
    return sniff_picture(path.read_bytes()[:8192], path.name)


def png_chunk(name: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG that says it is of this size, and has nothing in it."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", zlib.compress(b"")) + png_chunk(b"IEND", b"")


def png_with(content: bytes, *chunks: bytes) -> bytes:
    """Return a PNG with these chunks before its picture."""
    at = content.index(b"IDAT") - 4
    return content[:at] + b"".join(chunks) + content[at:]
