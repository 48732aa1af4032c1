"""Index of the app's admin: imports only, one line a slice."""

from notifications.mail import admin as mail
from notifications.realtime import admin as realtime

__all__ = ["mail", "realtime"]
