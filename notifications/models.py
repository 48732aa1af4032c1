"""Index of the app's models: imports only, one line a slice."""

from notifications.addresses.models import Address, AddressCode
from notifications.broadcasts.models import Broadcast
from notifications.delivery.models import Attempt, Delivery, ProviderHealth, Receipt, Suppression
from notifications.digests.models import Digest
from notifications.inbox.models import InboxState, Notification, NotificationCause, UnreadCount
from notifications.preferences.models import MutedThread, Preferences
from notifications.realtime.models import Gateway, Socket
from notifications.rules.models import FanOut
from notifications.templates.models import Template
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage

__all__ = [
    "Address",
    "AddressCode",
    "Attempt",
    "Broadcast",
    "Delivery",
    "Digest",
    "FanOut",
    "Gateway",
    "InboxState",
    "MutedThread",
    "Notification",
    "NotificationCause",
    "Preferences",
    "ProviderHealth",
    "Receipt",
    "Socket",
    "Suppression",
    "Template",
    "UnreadCount",
    "WebhookAttempt",
    "WebhookEndpoint",
    "WebhookMessage",
]
