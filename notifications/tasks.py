"""Index of the app's tasks: imports only, one line a slice."""

from notifications.delivery import tasks as delivery
from notifications.webhooks import tasks as webhooks

__all__ = ["delivery", "webhooks"]
