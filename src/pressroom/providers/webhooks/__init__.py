"""Events sent to addresses that people named: a Protocol, the real one, a shipped fake."""

from pressroom.providers.webhooks.fake import FakeWebhookSender
from pressroom.providers.webhooks.sender import Answered, WebhookSender
from pressroom.providers.webhooks.web import WebWebhookSender

__all__ = ["Answered", "FakeWebhookSender", "WebWebhookSender", "WebhookSender"]
