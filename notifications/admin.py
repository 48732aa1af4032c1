"""Index of the app's admin: imports only, one line a slice."""

from notifications.templates import admin as templates
from notifications.webhooks import admin as webhooks

__all__ = ["templates", "webhooks"]
