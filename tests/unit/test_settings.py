"""Settings come from the environment and are checked."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from pressroom.kernel.settings import Settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PRESSROOM_{name.upper()}", raising=False)


def test_with_nothing_set_it_works_offline() -> None:
    settings = Settings()
    assert settings.data_dir == Path("data")
    assert settings.database_url is settings.storage_url is None
    assert settings.describe_model == "local"
    assert settings.public_url == "http://127.0.0.1:8288"
    assert settings.max_upload_bytes == 200_000_000


def test_the_environment_is_read_by_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSROOM_PORT", "9000")
    monkeypatch.setenv("PRESSROOM_SECRET_KEYS", '["newest", "oldest"]')
    monkeypatch.setenv("PRESSROOM_OF_TOMORROW", "unknown")
    settings = Settings()
    assert settings.port == 9000
    assert [secret.get_secret_value() for secret in settings.secret_keys] == ["newest", "oldest"]
    assert "newest" not in repr(settings)


def test_an_address_loses_its_trailing_slash() -> None:
    assert Settings(base_url="https://press.example.org/").public_url == "https://press.example.org"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("MAX_UPLOAD_MB", "0"),
        ("OCR_ENGINE", "magic"),
        ("LOG_FORMAT", "xml"),
        ("MONTHLY_PAGES", "-1"),
        ("PUBLISH_SCHEDULE", "often"),
        ("PUBLISH_SCHEDULE", "61 * * * *"),
        ("PUBLISH_SCHEDULE", "* * * * * *"),
        ("SMTP_URL", "smtp.example.org:587"),
        ("SMTP_URL", "smtp://host:abc"),
        ("SMTP_URL", "https://mail.example.org"),
    ],
)
def test_a_senseless_value_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"PRESSROOM_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()
