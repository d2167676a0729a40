"""Addresses that Pinterest fetches pictures from: signed, good for an hour, only where it can reach the server."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from pressroom.features.pins.projects.models import Fit
from pressroom.features.pins.publishing.addresses import GOOD_FOR, Shaped, is_public, opened, signed_path
from pressroom.kernel.errors import NotFound
from pressroom.kernel.vault import Vault

KEYS = [Fernet.generate_key().decode() for _ in range(2)]
VAULT = Vault(KEYS[:1])
AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
PICTURE = Shaped("ab" * 32, Fit.PAD)
PATH = signed_path(VAULT, PICTURE, at=AT)


def token_of(path: str) -> str:
    return path.removeprefix("/published/").removesuffix(".jpg")


def test_an_address_opens_for_an_hour_and_no_longer() -> None:
    token = token_of(PATH)
    assert opened(VAULT, token, at=AT) == PICTURE
    assert opened(VAULT, token, at=AT + GOOD_FOR - timedelta(seconds=1)) == PICTURE
    with pytest.raises(NotFound, match="no longer good"):
        opened(VAULT, token, at=AT + GOOD_FOR)


def test_an_address_says_where_its_picture_is_stored() -> None:
    assert PICTURE.key == f"pins/ab/{'ab' * 32}/pad.jpg"


def test_after_a_rotation_of_keys_an_address_that_is_out_still_opens() -> None:
    assert opened(Vault(KEYS[::-1]), token_of(PATH), at=AT) == PICTURE
    with pytest.raises(NotFound):
        opened(Vault(KEYS[1:]), token_of(PATH), at=AT)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("ab", "cd"), ("-pad-", "-crop-"), (str(int((AT + GOOD_FOR).timestamp())), "9999999999"), ("-pad-", "-pad-9")],
)
def test_nothing_about_an_address_can_be_changed(was: str, becomes: str) -> None:
    with pytest.raises(NotFound):
        opened(VAULT, token_of(PATH).replace(was, becomes, 1), at=AT)


@given(st.text())
def test_nothing_else_opens(token: str) -> None:
    with pytest.raises(NotFound):
        opened(VAULT, token, at=AT)


def test_what_was_signed_for_another_purpose_does_not_open() -> None:
    said = token_of(PATH).rpartition("-")[0]
    with pytest.raises(NotFound):
        opened(VAULT, f"{said}-{VAULT.fingerprint(said)}", at=AT)


@pytest.mark.parametrize(
    "url",
    [
        "https://press.example.org",
        "https://press.example.org:8443/below",
        "https://8.8.8.8",
        "https://[2606:4700::1111]",
    ],
)
def test_https_with_a_public_name_or_number_is_reached(url: str) -> None:
    assert is_public(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://press.example.org",
        "http://127.0.0.1:8288",
        "https://127.0.0.1",
        "https://192.168.1.20",
        "https://100.101.102.103",
        "https://[::1]",
        "https://[fd00::1]",
        "https://localhost",
        "https://press",
        "https://press.local",
        "https://press.lan.",
        "https://PRESS.INTERNAL",
        "https://press.tail1234.ts.net",
        "https://",
    ],
)
def test_plain_http_and_private_names_are_not(url: str) -> None:
    assert not is_public(url)
