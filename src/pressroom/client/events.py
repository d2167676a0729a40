"""Events in and webhooks out, as a client asks for them."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import NoneType

from typing_extensions import Unpack

from pressroom.client.calls import Call, Id
from pressroom.client.groups import Group, M, Request, through
from pressroom.client.models import (
    EventAccepted,
    EventIn,
    EventKinds,
    EventList,
    EventOut,
    EventsAccepted,
    ListEvents,
    WebhookList,
    WebhookSecret,
)

HERE = "/api/events"
WEBHOOKS = "/api/webhooks"


class Events(Group[M]):
    """What happened, told to whatever listens."""

    @Request
    def send(
        self,
        name: str,
        data: Mapping[str, object] | None = None,
        *,
        id: str | None = None,  # noqa: A002  # as the API calls it
        caused_by: Id | None = None,
    ) -> Call[EventAccepted]:
        """Tell that something happened; under the same `id`, within a day, it is the same event and starts nothing."""
        event = {"name": name, "data": data or {}, "id": id, "caused_by": caused_by}
        return Call(method="POST", path=HERE, answer=EventAccepted, json=event, status=HTTPStatus.ACCEPTED, keyed=True)

    @Request
    def send_many(self, events: Sequence[EventIn]) -> Call[EventsAccepted]:
        """Tell that several things happened, up to a thousand: all are accepted, or none."""
        return Call(
            method="POST",
            path=HERE,
            answer=EventsAccepted,
            json={"events": events},
            status=HTTPStatus.ACCEPTED,
            keyed=True,
        )

    @Request
    def names(self) -> Call[EventKinds]:
        """Return what can be sent, with the schema of its data, and what is told."""
        return Call(method="GET", path=f"{HERE}/names", answer=EventKinds)

    @Request
    def list(self, /, **wanted: Unpack[ListEvents]) -> Call[EventList]:
        """Return a page of events, newest first, and what each started."""
        return Call(method="GET", path=HERE, answer=EventList, query=wanted)

    each = through(list.describe)
    """Go through all events that are wanted, page after page."""

    @Request
    def get(self, event_id: Id) -> Call[EventOut]:
        """Return one event, and what it started."""
        return Call(method="GET", path=f"{HERE}/{{event_id}}", answer=EventOut, at={"event_id": event_id})


class Webhooks(Group[M]):
    """Addresses that are told what happens here; for owners."""

    @Request
    def list(self) -> Call[WebhookList]:
        """Return every webhook."""
        return Call(method="GET", path=WEBHOOKS, answer=WebhookList)

    @Request
    def create(self, url: str, names: Sequence[str]) -> Call[WebhookSecret]:
        """Have an address told of events; its secret is answered this once."""
        body = {"url": url, "names": names}
        made = HTTPStatus.CREATED
        return Call(method="POST", path=WEBHOOKS, answer=WebhookSecret, json=body, status=made, keyed=True)

    @Request
    def delete(self, webhook_id: Id) -> Call[None]:
        """Have an address told no more."""
        return Call(
            method="DELETE",
            path=f"{WEBHOOKS}/{{webhook_id}}",
            answer=NoneType,
            at={"webhook_id": webhook_id},
            status=HTTPStatus.NO_CONTENT,
        )
