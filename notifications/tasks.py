"""Index of the app's tasks: imports only, one line a slice."""

from notifications.delivery import tasks as delivery
from notifications.realtime import tasks as realtime

__all__ = ["delivery", "realtime"]
