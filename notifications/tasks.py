"""Index of the app's tasks: imports only, one line a slice."""

from notifications.delivery import tasks as delivery

__all__ = ["delivery"]
