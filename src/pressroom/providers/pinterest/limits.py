"""What Pinterest takes in a pin, https://developers.pinterest.com/docs/api/v5/pins-create (API 5.23)."""

from pressroom.providers.pinterest.pinterest import PictureToSend, PinterestRefused, PinToSend

TITLE_MOST, DESCRIPTION_MOST, ALT_TEXT_MOST, LINK_MOST = 100, 800, 500, 2048
PICTURES_MOST = 5
WEBP = b"WEBP"
CONTENT_TYPES = frozenset({"image/jpeg", "image/png"})


def check_pin(pin: PinToSend) -> None:
    """Raise PinterestRefused where Pinterest would not take a pin, whatever its board."""
    for name, text, most in (
        ("title", pin.title, TITLE_MOST),
        ("description", pin.description, DESCRIPTION_MOST),
        ("alt text", pin.alt_text, ALT_TEXT_MOST),
        ("link", pin.link or "", LINK_MOST),
    ):
        if len(text) > most:
            raise _refused(f"The {name} has {len(text)} characters; Pinterest takes {most}.")
    _check_pictures(pin)


def _check_pictures(pin: PinToSend) -> None:
    if not 1 <= len(pin.pictures) <= PICTURES_MOST:
        raise _refused(f"A pin has one to five pictures; this one has {len(pin.pictures)}.")
    for picture in pin.pictures:
        _check_picture(picture)
    if len({picture.url is None for picture in pin.pictures}) > 1:
        raise _refused("The pictures of a pin are all sent as bytes or all as addresses.")


def _check_picture(picture: PictureToSend) -> None:
    if (picture.data is None) == (picture.url is None) or picture.data == b"":
        raise _refused("A picture is sent as bytes or as an address.")
    if picture.content_type not in CONTENT_TYPES or (picture.data or b"")[8:12] == WEBP:
        raise _refused("Pinterest takes JPEG and PNG, and this picture is neither.")


def _refused(message: str) -> PinterestRefused:
    refusal = PinterestRefused(message)
    refusal.http_status = 400
    return refusal
