"""Every setting, read from the environment with the prefix `PRESSROOM_`; `main.py` alone reads them."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from croniter import croniter  # type: ignore[import-untyped]  # croniter ships no types
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from pressroom.kernel.errors import PressroomError

PREFIX = "PRESSROOM_"
CRON_FIELDS = 5


class WrongSettings(PressroomError):
    """A setting cannot be used."""


class Settings(BaseSettings):
    """What an operator may choose; the defaults work offline with nothing set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    data_dir: Path = Field(
        default=Path("data"),
        description="Folder for everything Pressroom keeps: database, files, keys. Made when missing.",
    )
    plugins_dir: Path | None = Field(
        default=None,
        description="Folder with workflows of your own, one or more in each Python file. Unset: `plugins/` in the data "
        "folder.",
    )
    database_url: str | None = Field(
        default=None,
        description="Your own PostgreSQL, as `postgresql://user:password@host/name`. "
        "Unset: the embedded one, under the data folder.",
    )
    storage_url: str | None = Field(
        default=None,
        description="Where files are kept: `file:///path`, or `s3://bucket/prefix` with the usual AWS variables. "
        "Unset: `files/` in the data folder.",
    )
    host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    port: int = Field(default=8288, ge=0, le=65535, description="Port the web server listens on.")
    base_url: str | None = Field(
        default=None,
        description="Address people reach the server at, such as `https://press.example.org`. "
        "An `https` address makes cookies Secure. Unset: `http://HOST:PORT`.",
    )
    secret_keys: list[SecretStr] = Field(
        default_factory=list,
        description="Fernet keys as a JSON list, newest first; the first encrypts, all decrypt. "
        "Unset: one is made in the data folder (`secret.key`, mode 0600).",
    )
    describe_model: str = Field(
        default="local",
        description="Model that names, tags and summarises: `local`, or any model of pydantic-ai, "
        "such as `openai:gpt-5-mini`, `anthropic:claude-haiku-4-5`, `ollama:qwen3`.",
    )
    describe_timeout_seconds: float = Field(
        default=60.0, gt=0, description="Longest wait for one answer of the describing model, in seconds."
    )
    vision_model: str = Field(
        default="local",
        description="Model that describes pictures: `local`, or any model of pydantic-ai that sees, "
        "such as `openai:gpt-5-mini`, `anthropic:claude-haiku-4-5`, `ollama:qwen3-vl`.",
    )
    paint_model: str = Field(
        default="local",
        description="Model that makes pictures in a style: `local`, or any image model of pydantic-ai, "
        "such as `openai:gpt-image-1`, `google:gemini-2.5-flash-image`.",
    )
    paint_timeout_seconds: float = Field(
        default=120.0, gt=0, description="Longest wait for one picture of the painting model, in seconds."
    )
    google_client_id: str = Field(
        default="",
        description="OAuth client of type “Web application” from Google's console, to connect Google Drive. "
        "Its redirect address is `BASE_URL/oauth/google_drive/callback`.",
    )
    google_client_secret: SecretStr = Field(default=SecretStr(""), description="Secret of that OAuth client.")
    google_api_url: str = Field(default="https://www.googleapis.com", description="Where Google Drive answers.")
    google_auth_url: str = Field(
        default="https://accounts.google.com/o/oauth2/v2/auth", description="Where people let Pressroom into Google."
    )
    google_token_url: str = Field(
        default="https://oauth2.googleapis.com/token", description="Where Google's tokens are given and renewed."
    )
    pinterest_client_id: str = Field(
        default="",
        description="App id from Pinterest's developer site, to connect Pinterest accounts. "
        "Its redirect address is `BASE_URL/oauth/pinterest/callback`.",
    )
    pinterest_client_secret: SecretStr = Field(default=SecretStr(""), description="Secret of that app.")
    pinterest_api_url: str = Field(
        default="https://api.pinterest.com/v5",
        description="Where Pinterest answers. `demo`: a pretended Pinterest inside Pressroom, for trying it out.",
    )
    pinterest_sandbox_url: str = Field(
        default="https://api-sandbox.pinterest.com/v5", description="Where Pinterest's sandbox answers."
    )
    pinterest_oauth_url: str = Field(
        default="https://www.pinterest.com/oauth/", description="Where people let Pressroom into Pinterest."
    )
    pinterest_timeout_seconds: float = Field(
        default=60.0, gt=0, description="Longest wait for an answer of Pinterest, in seconds."
    )
    publish_schedule: str = Field(
        default="* * * * *",
        description="When pins that are due are published, as cron in UTC, such as `*/15 * * * *`.",
    )
    publish_spacing_seconds: float = Field(
        default=10.0, ge=0, description="Seconds between two pins of one Pinterest account."
    )
    publish_settle_seconds: float = Field(
        default=60.0,
        ge=0,
        description="Seconds after a lost answer until the board is looked at for the pin: new pins may show late.",
    )
    publish_daily_limit: int = Field(
        default=100, gt=0, description="Pins a day and Pinterest account that the calendar warns above."
    )
    media_roots: list[Path] = Field(
        default_factory=list,
        description='Folders of this server that pictures may be taken from, as a JSON list: `["/srv/photos"]`. '
        "An owner picks one of them, or a folder below, on the page of media folders.",
    )
    fetch_allow_loopback: bool = Field(
        default=False,
        description="Lets blogs on this machine be read, on any port: for tests and for trying things out. "
        "Addresses of private networks stay refused.",
    )
    fetch_pace_seconds: float = Field(
        default=1.0, ge=0, description="Seconds between two requests to one site when blogs are read."
    )
    webhook_allow_private: bool = Field(
        default=False,
        description="Lets webhooks go to addresses of this machine and of private networks, such as an n8n next door. "
        "Only owners make webhooks.",
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="Server that mail about alerts is sent through: `smtp://user:password@host:587`, encrypted as soon "
        "as the server offers it, or `smtps://host`; a password goes to no other machine in the clear. "
        "Unset: no mail.",
    )
    alerts_to: list[str] = Field(
        default_factory=list,
        description='Who is written to about alerts of this installation, as a JSON list: `["ops@example.org"]`.',
    )
    alerts_from: str = Field(default="", description="Whom that mail comes from. Unset: the first it goes to.")
    ocr_engine: Literal["tesseract"] = Field(default="tesseract", description="Engine that reads pictures of text.")
    ocr_languages: str = Field(
        default="eng+deu",
        description="Languages the OCR engine looks for, as Tesseract names them, joined by `+`.",
    )
    tessdata_dir: Path | None = Field(
        default=None,
        description="Folder with Tesseract's trained data for other languages. Unset: English and German.",
    )
    max_upload_mb: int = Field(default=200, gt=0, description="Largest file taken, in megabytes.")
    max_pages: int = Field(default=2000, gt=0, description="Most pages one document may have.")
    monthly_pages: int = Field(
        default=100_000,
        ge=0,
        description="Pages one workspace may have read in a calendar month (UTC). 0: no limit.",
    )
    starting_credits: int = Field(
        default=20,
        ge=0,
        le=1_000_000,
        description="Credits that everyone gets who becomes a member of a workspace. One pays for one generation.",
    )
    run_retention_days: int = Field(default=30, gt=0, description="Days a finished run stays in the history.")
    workers: int = Field(default=1, ge=0, description="Worker processes that `pressroom serve` starts.")
    log_format: Literal["console", "json"] = Field(default="console", description="How log lines are written.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe log line written."
    )
    log_requests: bool = Field(default=False, description="Writes a log line for each request that was answered.")
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="What Prometheus sends as `Authorization: Bearer …` to read `/metrics`. "
        "Unset: only programs on the same machine may read it, and not through a proxy.",
    )

    @field_validator("publish_schedule")
    @classmethod
    def _is_cron(cls, given: str) -> str:
        if len(given.split()) != CRON_FIELDS or not croniter.is_valid(given):
            raise ValueError("this is no cron expression of five fields; every quarter of an hour is `*/15 * * * *`")
        return given

    @field_validator("smtp_url")
    @classmethod
    def _is_mail_server(cls, given: SecretStr) -> SecretStr:
        if not (url := given.get_secret_value()):
            return given
        try:
            parts = urlsplit(url)
            is_one = parts.scheme in {"smtp", "smtps"} and parts.hostname and (parts.port is None or parts.port)
        except ValueError:
            is_one = False
        if not is_one:
            raise ValueError("this is no mail server; write it as `smtp://user:password@mail.example.org:587`")
        return given

    @property
    def public_url(self) -> str:
        """The address people reach the server at, without a trailing slash."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def plugins_folder(self) -> Path:
        """Where workflows of the owner's own lie, if there are any."""
        return self.plugins_dir or self.data_dir / "plugins"

    @property
    def max_upload_bytes(self) -> int:
        """Largest file taken, in bytes."""
        return self.max_upload_mb * 1_000_000


def read_settings() -> Settings:
    """Return the settings of this process's environment; raises WrongSettings, naming each that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = (f"{PREFIX}{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in error.errors())
        raise WrongSettings(f"Some settings cannot be used. {'; '.join(wrong)}.") from error
    except SettingsError as error:
        raise WrongSettings(f"A setting cannot be read: {error}. Lists are written as JSON.") from error
