"""Index of the app's admin: imports only, one line a slice."""

from notifications.addresses import admin as addresses
from notifications.broadcasts import admin as broadcasts
from notifications.delivery import admin as delivery
from notifications.digests import admin as digests
from notifications.inbox import admin as inbox
from notifications.preferences import admin as preferences
from notifications.realtime import admin as realtime
from notifications.rules import admin as rules
from notifications.templates import admin as templates
from notifications.webhooks import admin as webhooks

__all__ = [
    "addresses",
    "broadcasts",
    "delivery",
    "digests",
    "inbox",
    "preferences",
    "realtime",
    "rules",
    "templates",
    "webhooks",
]
