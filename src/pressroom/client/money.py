"""Credits, and what models cost, as a client asks for them."""

from pressroom.client.calls import Call
from pressroom.client.groups import Group, M, Request
from pressroom.client.models import CreditsOut, SpendingOut, Usage


class Money(Group[M]):
    """Credits, and what models cost."""

    @Request
    def credits(self) -> Call[CreditsOut]:
        """Return the credits of whoever the token belongs to."""
        return Call(method="GET", path="/api/credits", answer=CreditsOut)

    @Request
    def spending(self) -> Call[SpendingOut]:
        """Return what models cost the workspace this month, and the most they may."""
        return Call(method="GET", path="/api/spending", answer=SpendingOut)

    @Request
    def usage(self) -> Call[Usage]:
        """Return the pages that the workspace had read this month, and the most it may."""
        return Call(method="GET", path="/api/usage", answer=Usage)
