"""Index of the app's admin: imports only, one line a slice."""

from notifications.addresses import admin as addresses
from notifications.delivery import admin as delivery
from notifications.inbox import admin as inbox
from notifications.preferences import admin as preferences
from notifications.realtime import admin as realtime
from notifications.rules import admin as rules
from notifications.templates import admin as templates
from notifications.webhooks import admin as webhooks

__all__ = ["addresses", "delivery", "inbox", "preferences", "realtime", "rules", "templates", "webhooks"]
