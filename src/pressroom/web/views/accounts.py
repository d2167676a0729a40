"""What the pages of signing in and of settings are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from pressroom.web.views.credits import CreditsPart
from pressroom.web.views.prompts import PromptsPart
from pressroom.web.views.shell import Shell, Usage, View
from pressroom.web.views.spending import SpendingPart


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(View):
    """`GET /sign-in`."""

    template: ClassVar[str] = "sign_in.html"
    email: str
    way_on: str
    """Where to go after."""
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRunPage(View):
    """What a one-time link opens: choose how to come in next time, or do it later."""

    template: ClassVar[str] = "first_run.html"
    name: str
    email: str
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """An API token; the secret itself is shown once, when it is made."""

    id: str
    name: str
    may_write: bool
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member of the workspace."""

    id: str
    name: str
    email: str | None
    role: Literal["owner", "member"]
    is_you: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What this installation runs on."""

    describe_model: str
    vision_model: str
    paint_model: str
    ocr_languages: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureWishes:
    """What is asked for all pictures of the workspace."""

    prompt: str
    keeps_location: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage(View):
    """`GET /settings`; `errors` by form: profile, password, token, workspace, member, pictures."""

    template: ClassVar[str] = "settings.html"
    shell: Shell
    errors: Mapping[str, str]
    saved: str | None
    """What was just saved, in words."""
    has_password: bool
    tokens: Sequence[TokenRow]
    new_token: str | None
    members: Sequence[MemberRow]
    invitation: str | None
    """A one-time link just made, shown once."""
    is_owner: bool
    pictures: PictureWishes
    credits: CreditsPart
    costs: SpendingPart
    prompts: PromptsPart
    usage: Usage
    about: About
