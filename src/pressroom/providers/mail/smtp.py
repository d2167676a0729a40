"""Mail by SMTP, as the standard library speaks it."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from pressroom.kernel.errors import ProviderBusy, ProviderRefused
from pressroom.providers.mail.mailer import Mailer

SECONDS = 20.0
PLAIN, ENCRYPTED = 25, 465
FINAL = 500
"""From here on an answer of SMTP means never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMailer:
    """Writes to `to` through a server, encrypted from the start (`smtps`) or as soon as the server offers it."""

    host: str
    port: int
    is_encrypted: bool
    to: Sequence[str]
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def send(self, subject: str, text: str, *, key: str) -> None:
        """Send one message; raises as `Mailer` says."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, ", ".join(self.to), subject
        message["Date"], message["Message-ID"] = formatdate(), f"<{key}@pressroom>"
        message.set_content(text)
        with self._told(), self._connected() as server:
            server.send_message(message)

    def check(self) -> None:
        """Sign in and leave again; raises as `Mailer` says."""
        with self._told(), self._connected() as server:
            server.noop()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Give what the server says, and what goes wrong on the way, the words and kinds of providers' errors."""
        try:
            yield
        except smtplib.SMTPResponseException as error:
            raise _refusal(error) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise ProviderRefused(f"The mail server takes no mail for {', '.join(error.recipients)}.") from error
        except (OSError, smtplib.SMTPException) as error:
            raise ProviderBusy(f"The mail server at {self.host} cannot be reached: {error}.") from error

    def _connected(self) -> smtplib.SMTP:
        certificates = ssl.create_default_context()
        if self.is_encrypted:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=certificates)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=certificates)
                server.ehlo()
            elif self.user and not self.host_is_here:
                server.close()
                raise ProviderRefused(
                    f"The mail server at {self.host} offers no encryption, so no password is sent to it. "
                    "Write `smtps://` where it is encrypted from the start."
                )
        return self._let_in(server)

    @property
    def host_is_here(self) -> bool:
        """Whether the server is on this machine, to which nobody listens on the way."""
        return self.host in {"localhost", "127.0.0.1", "::1"}

    def _let_in(self, server: smtplib.SMTP) -> smtplib.SMTP:
        if self.user:
            server.login(self.user, self.password or "")
        return server


def mailer_for(url: str, to: Sequence[str], *, sender: str = "") -> Mailer | None:
    """Return a mailer for `smtp://user:password@host:port` or `smtps://…`; None without an address or recipients."""
    parts = urlsplit(url)
    if not parts.hostname or not to:
        return None
    is_encrypted = parts.scheme == "smtps"
    return SmtpMailer(
        host=parts.hostname,
        port=parts.port or (ENCRYPTED if is_encrypted else PLAIN),
        is_encrypted=is_encrypted,
        to=tuple(to),
        sender=sender or to[0],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _refusal(error: smtplib.SMTPResponseException) -> ProviderBusy | ProviderRefused:
    said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
    kind = ProviderRefused if error.smtp_code >= FINAL else ProviderBusy
    return kind(f"The mail server answered {error.smtp_code}: {said}.")
