"""Secrets and what is kept of them."""

import re

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from pressroom.core.accounts.tokens import API_PREFIX, digest, new_token
from pressroom.kernel.ids import new_id
from pressroom.kernel.vault import Vault, VaultLocked


def key() -> str:
    return Fernet.generate_key().decode()


def test_a_token_is_long_random_and_fit_for_an_address() -> None:
    tokens = {new_token(API_PREFIX) for _ in range(100)}
    assert len(tokens) == 100
    assert all(re.fullmatch(r"prs_[\w-]{43}", token) for token in tokens)


def test_a_digest_does_not_tell_its_token() -> None:
    token = new_token()
    assert digest(token) == digest(token)
    assert token not in digest(token)
    assert len(digest(token)) == 64


def test_ids_sort_by_when_they_were_made() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(ids)
    assert {one.version for one in ids} == {7}


@given(st.text())
def test_what_is_sealed_opens_and_does_not_show(secret: str) -> None:
    vault = Vault([KEY])
    sealed = vault.seal(secret)
    assert vault.open(sealed) == secret
    assert len(secret) < 8 or secret not in sealed


KEY = key()


def test_after_a_rotation_old_secrets_open_and_new_ones_need_the_new_key() -> None:
    old, new = key(), key()
    sealed_before = Vault([old]).seal("secret")
    rotated = Vault([new, old])
    assert rotated.open(sealed_before) == "secret"
    assert Vault([new]).open(rotated.seal("later")) == "later"
    with pytest.raises(VaultLocked, match="Put the old key back"):
        Vault([new]).open(sealed_before)


@pytest.mark.parametrize("keys", [["short"], ["ä" * 44], [""]])
def test_a_key_that_is_none_is_named_by_its_setting(keys: list[str]) -> None:
    with pytest.raises(VaultLocked, match="PRESSROOM_SECRET_KEYS"):
        Vault(keys)


def test_a_broken_secret_is_a_locked_one() -> None:
    with pytest.raises(VaultLocked):
        Vault([key()]).open("not sealed at all")
