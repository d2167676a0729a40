"""Brings pictures of any mode and profile to 8-bit sRGB. Child processes only."""

import io

from PIL import Image, ImageCms

from pressroom.providers.files.decoding import in_8_bits

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))

SPACES = {"RGB ": ("RGB",), "GRAY": ("L",), "CMYK": ("CMYK",), "Lab ": ("LAB",)}
"""Modes that a profile of each colour space can be about."""

PROFILE_LEFT_OUT = "Its colour profile is damaged and was left out, so its colours may be off."
FROM_CMYK = "Its colours were converted from CMYK."

PLAIN = {"1": "L", "P": "RGB", "PA": "RGBA", "LA": "RGBA", "La": "RGBA", "RGBa": "RGBA", "RGBX": "RGB"}
"""What modes that cannot be scaled well are turned into first."""
KEPT = ("L", "RGB", "RGBA", "CMYK", "LAB")


def plain(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be scaled: `L`, `RGB`, `RGBA`, `CMYK` or `LAB`."""
    eight = in_8_bits(image)
    if eight.has_transparency_data:
        return eight if eight.mode == "RGBA" else eight.convert("RGBA")
    return eight if eight.mode in KEPT else eight.convert(PLAIN.get(eight.mode, "RGB"))


def in_srgb(image: Image.Image, profile: bytes | None, notes: list[str]) -> Image.Image:
    """Return a picture that is `plain` as `RGB` or `RGBA` in sRGB, without metadata.

    What went amiss is added to the notes.
    """
    seen = _converted(image.convert("RGB") if image.mode == "RGBA" else image, profile, notes)
    if image.mode == "RGBA":
        seen.putalpha(image.getchannel("A"))
    seen.info = {}
    return seen


def on_white(image: Image.Image) -> Image.Image:
    """Return an `RGB` or `RGBA` picture without transparency."""
    if image.mode == "RGB":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _converted(image: Image.Image, profile: bytes | None, notes: list[str]) -> Image.Image:
    if image.mode == "CMYK":
        notes.append(FROM_CMYK)
    if profile and (by_profile := _by_profile(image, profile)):
        return by_profile
    if profile:
        notes.append(PROFILE_LEFT_OUT)
    if image.mode == "LAB":
        return _through(image, LAB)
    return image.convert("RGB")


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Return the picture's colours as its profile means them; None where the profile is damaged or about others."""
    try:
        opened = ImageCms.getOpenProfile(io.BytesIO(profile))
        if image.mode not in SPACES.get(opened.profile.xcolor_space, ()):
            return None
        if "sRGB" in (opened.profile.profile_description or "") and image.mode == "RGB":
            return image
        return _through(image, opened)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _through(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    converted = ImageCms.profileToProfile(image, profile, SRGB, outputMode="RGB")
    assert converted is not None  # noqa: S101  # it is None only in place
    return converted
