"""Whether mail about alerts can go out."""

from pressroom.cli.checks import Check, State
from pressroom.kernel.errors import ProviderError
from pressroom.kernel.settings import Settings
from pressroom.providers.mail import mailer_for

NAME = "Mail"


def mail(settings: Settings) -> Check:
    """Look whether the mail server lets this installation in; nothing is sent."""
    url, to = settings.smtp_url.get_secret_value(), settings.alerts_to
    mailer = mailer_for(url, to, sender=settings.alerts_from)
    if mailer is None:
        if not url and not to:
            return Check(NAME, State.OK, "not set up; alerts are shown and told to webhooks")
        what = "PRESSROOM_ALERTS_TO" if url else "PRESSROOM_SMTP_URL"
        return Check(NAME, State.WARNING, f"{what} is missing, so no mail is sent.", f"Set {what}.")
    try:
        mailer.check()
    except ProviderError as error:
        return Check(NAME, State.FAILED, str(error), "Look at PRESSROOM_SMTP_URL.")
    return Check(NAME, State.OK, f"alerts go to {', '.join(to)}; nothing was sent")
