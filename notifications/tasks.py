"""Index of the app's tasks: imports only, one line a slice."""

from notifications.realtime import tasks as realtime

__all__ = ["realtime"]
