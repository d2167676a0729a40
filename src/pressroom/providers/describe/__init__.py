"""Describes what was read: evidence in, typed metadata out, in a conversation where there is feedback.

A `Profile` names what is wanted (`DOCUMENT`, `PICTURE`, `SITTER` and `PIN`). `describer_for` opens
the one door: `local` needs no key and no network; any other name is a model of pydantic-ai. Importing this
package costs little; what is heavy is loaded by the describer that needs it.
"""

from pressroom.providers.describe.choice import describer_for
from pressroom.providers.describe.describer import Answer, Describer, Evidence, Profile, Turn
from pressroom.providers.describe.document import DOCUMENT, DocumentDescription, MentionedAmount, MentionedDate
from pressroom.providers.describe.fake import FakeDescriber
from pressroom.providers.describe.picture import PICTURE, PictureDescription, with_request
from pressroom.providers.describe.pin import PIN, PinDescription
from pressroom.providers.describe.pin_limits import (
    ALT_TEXT_MOST,
    DESCRIPTION_MOST,
    KEYWORD_MOST,
    KEYWORDS_MOST,
    PARTED,
    TITLE_MOST,
    UNNAMED,
    Cuts,
    counted,
    shortened,
)
from pressroom.providers.describe.sitter import SITTER, SitterDescription, SubjectType

__all__ = [
    "ALT_TEXT_MOST",
    "DESCRIPTION_MOST",
    "DOCUMENT",
    "KEYWORDS_MOST",
    "KEYWORD_MOST",
    "PARTED",
    "PICTURE",
    "PIN",
    "SITTER",
    "TITLE_MOST",
    "UNNAMED",
    "Answer",
    "Cuts",
    "Describer",
    "DocumentDescription",
    "Evidence",
    "FakeDescriber",
    "MentionedAmount",
    "MentionedDate",
    "PictureDescription",
    "PinDescription",
    "Profile",
    "SitterDescription",
    "SubjectType",
    "Turn",
    "counted",
    "describer_for",
    "shortened",
    "with_request",
]
