"""Index of the app's subscribers: imports only, one line a slice."""

from notifications.broadcasts import subscribers as broadcasts
from notifications.delivery import subscribers as delivery
from notifications.mail import subscribers as mail
from notifications.realtime import subscribers as realtime
from notifications.rules import subscribers as rules
from notifications.webhooks import subscribers as webhooks

__all__ = ["broadcasts", "delivery", "mail", "realtime", "rules", "webhooks"]
