"""Index of the app's subscribers: imports only, one line a slice."""

from notifications.mail import subscribers as mail
from notifications.realtime import subscribers as realtime
from notifications.rules import subscribers as rules

__all__ = ["mail", "realtime", "rules"]
