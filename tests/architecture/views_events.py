"""Views of events, webhooks and alerts that together use every template and every field of theirs."""

from collections.abc import Iterator
from dataclasses import replace

from pressroom.web import views
from pressroom.web.views.alerts import AlertRow
from pressroom.web.views.events import EventDetail, EventRow, EventStartLine, SentLine
from pressroom.web.views.shell import AlertLine, Choice, Crumb, State
from pressroom.web.views.webhooks import DeliveryRow, TryLine, WebhookForm, WebhookRow
from tests.architecture.frame import AT, SHELL

ROW = EventRow(
    id="e1",
    name="document/uploaded",
    source="Came in by API",
    state=State("ok", "Started a run"),
    reason=None,
    at=AT,
)
EVENTS = views.EventsPage(
    shell=replace(SHELL, is_owner=True),
    events=(ROW, replace(ROW, id="e2", state=State("bad", "Did not start"), reason="There is no such document here.")),
    names=(Choice(value="document/uploaded", label="document/uploaded", is_chosen=False),),
    more_url="/runs/events?cursor=e2",
    is_narrowed=False,
    here="/runs/events",
)
EVENT = EventDetail(
    id="e1",
    name="document/uploaded",
    source="Came in by API",
    about=Crumb("/documents/d1", "Rechnung"),
    external_id="order-7",
    at=AT,
    depth=2,
    data="{}",
    starts=(
        EventStartLine(workflow="Process document", run_url="/runs/r1", refusal=None),
        EventStartLine(workflow="Mine", run_url=None, refusal="There is no such document here."),
    ),
    sent=(SentLine(url="/webhooks/w1", address="https://example.org/hook", state=State("ok", "Delivered")),),
    live="event:e1 delivery:d1",
)
WEBHOOK = WebhookRow(
    id="w1",
    address="https://example.org/hook",
    names="document.*, pin.published",
    state=State("ok", "On"),
    reason=None,
)
DELIVERY = DeliveryRow(
    id="d1",
    event_url="/runs/events/e1",
    event_name="document.completed",
    state=State("warn", "Tried again later"),
    at=AT,
    next_at=AT,
    tries=(
        TryLine(number=1, at=AT, outcome="Answered 500.", seconds=0.2, answer="Sorry"),
        TryLine(number=2, at=AT, outcome="Answered 503.", seconds=0.1, answer=None),
    ),
    reason="Answered 503.",
    resend_url="/webhooks/w1/deliveries/d1/resend",
    resend="Send now",
)
OPEN = views.WebhookPage(
    shell=SHELL,
    webhook=WEBHOOK,
    is_enabled=True,
    form=WebhookForm(address="https://example.org/hook", known=("*", "pin.published")),
    secret="whsec_c2VjcmV0",
    deliveries=(DELIVERY, replace(DELIVERY, id="d2", next_at=None, tries=(), reason=None, resend="")),
    more_url="/webhooks/w1?cursor=d2",
    here="/webhooks/w1",
)

TOLD = AlertLine(
    id="a1",
    title="A queue is stuck.",
    reason="12 runs wait in the queue work.",
    cure=Crumb("/runs/queues", "See it"),
)
WITHOUT_CURE = replace(TOLD, id="a3", cure=None)
OWNERS = replace(SHELL, owns_workspace=True, alerts=(TOLD, WITHOUT_CURE))
ALERT = AlertRow(
    id="a1",
    title=TOLD.title,
    reason=TOLD.reason,
    state=State("bad", "Lasts"),
    at=AT,
    ended_at=None,
    cure=TOLD.cure,
    can_dismiss=True,
)


def every_view_of_events() -> Iterator[views.View]:
    """Yield the pages and parts of events, webhooks and alerts."""
    yield EVENTS
    yield replace(EVENTS, events=(), names=(), more_url=None)
    yield replace(EVENTS, events=(), more_url=None, is_narrowed=True)
    yield views.EventPage(shell=SHELL, event=EVENT)
    yield views.EventPage(shell=SHELL, event=replace(EVENT, about=None, external_id=None, depth=0, starts=(), sent=()))
    off = replace(WEBHOOK, id="w2", state=State("bad", "Off"), reason="It answered 410 Gone.")
    yield views.AlertsPage(
        shell=OWNERS,
        alerts=(ALERT, replace(ALERT, id="a2", ended_at=AT, cure=None, can_dismiss=False)),
        more_url="/alerts?cursor=a2",
        here="/alerts",
    )
    yield views.AlertsPage(shell=SHELL, alerts=(), more_url=None, here="/alerts")
    yield views.WebhooksPage(shell=SHELL, webhooks=(WEBHOOK, off), form=WebhookForm())
    yield views.WebhooksPage(
        shell=SHELL, webhooks=(), form=WebhookForm(address="http://10.0.0.1/", error="No.", names_error="No.")
    )
    yield OPEN
    yield replace(
        OPEN, webhook=off, is_enabled=False, secret=None, deliveries=(), more_url=None, form=WebhookForm(error="No.")
    )
