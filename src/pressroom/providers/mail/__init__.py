"""Mail: a Protocol, the real one by SMTP, a shipped fake."""

from pressroom.providers.mail.fake import FakeMailer
from pressroom.providers.mail.mailer import Mailer
from pressroom.providers.mail.smtp import SmtpMailer, mailer_for

__all__ = ["FakeMailer", "Mailer", "SmtpMailer", "mailer_for"]
