"""A pin as `POST /pins` takes it."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from pressroom.providers.pinterest.pinterest import PictureToSend, PinToSend

Json = Mapping[str, Any]


def body_of(pin: PinToSend) -> Json:
    """Return the request's body; what is empty is left out."""
    body = {
        "board_id": pin.board_id,
        "board_section_id": pin.section_id,
        "title": pin.title,
        "description": pin.description,
        "alt_text": pin.alt_text,
        "link": pin.link,
    }
    return {name: value for name, value in body.items() if value} | {"media_source": _media(pin)}


def _media(pin: PinToSend) -> Json:
    are_bytes = pin.pictures[0].data is not None
    if len(pin.pictures) == 1:
        return {"source_type": "image_base64" if are_bytes else "image_url", **_picture(pin.pictures[0])}
    link = {"link": pin.link} if pin.link else {}
    return {
        "source_type": "multiple_image_base64" if are_bytes else "multiple_image_urls",
        "items": [{**_picture(picture), **link} for picture in pin.pictures],
    }


def _picture(picture: PictureToSend) -> Json:
    if picture.data is None:
        return {"url": picture.url}
    return {"content_type": picture.content_type, "data": b64encode(picture.data).decode()}
