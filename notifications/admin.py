"""Index of the app's admin: imports only, one line a slice."""

from notifications.mail import admin as mail
from notifications.templates import admin as templates

__all__ = ["mail", "templates"]
