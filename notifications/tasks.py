"""Index of the app's tasks: imports only, one line a slice."""

from notifications.broadcasts import tasks as broadcasts
from notifications.delivery import tasks as delivery
from notifications.digests import tasks as digests
from notifications.inbox import tasks as inbox
from notifications.realtime import tasks as realtime
from notifications.rules import tasks as rules
from notifications.webhooks import tasks as webhooks

__all__ = ["broadcasts", "delivery", "digests", "inbox", "realtime", "rules", "webhooks"]
