"""The Pinterest an installation works with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.oauth import DEMO_URL
from pressroom.providers.pinterest.client import PinterestAccount
from pressroom.providers.pinterest.fake import FakePinterest
from pressroom.providers.pinterest.pinterest import OpenPinterest, Pinterest
from pressroom.providers.pinterest.wire import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class RealPinterest:
    """Opens accounts at Pinterest, and at its sandbox, where apps with trial access may publish."""

    api_url: str
    sandbox_url: str
    timeout_seconds: float = 60.0

    def __call__(self, provider: str, *, token: Callable[[], str]) -> Pinterest:
        """Return an account's door."""
        addresses = {"pinterest": self.api_url, "pinterest_sandbox": self.sandbox_url}
        if provider not in addresses:
            raise ProviderRefused(f'"{provider}" is no account at Pinterest.')
        return PinterestAccount(Wire(api_url=addresses[provider], timeout_seconds=self.timeout_seconds), token)


@dataclass(frozen=True, slots=True, kw_only=True)
class PretendedPinterest:
    """Opens accounts at a pretended Pinterest, but those of the sandbox, which are real and stay so."""

    pretended: FakePinterest
    real: RealPinterest

    @property
    def timeout_seconds(self) -> float:
        """The longest a call may take before its answer counts as lost."""
        return self.real.timeout_seconds

    def __call__(self, provider: str, *, token: Callable[[], str]) -> Pinterest:
        """Return an account's door."""
        return (self.pretended if provider == "pinterest" else self.real)(provider, token=token)


def open_pinterest(
    *, api_url: str, sandbox_url: str, timeout_seconds: float = 60.0, demo_folder: Path | None = None
) -> OpenPinterest:
    """Return the way to accounts at Pinterest; with `demo` for its address, to one pretended in `demo_folder`.

    Without a folder the pretended one is this process's own.
    """
    real = RealPinterest(api_url=api_url, sandbox_url=sandbox_url, timeout_seconds=timeout_seconds)
    if api_url != DEMO_URL:
        return real
    pretended = FakePinterest(demo_folder)
    pretended.furnish()
    return PretendedPinterest(pretended=pretended, real=real)
