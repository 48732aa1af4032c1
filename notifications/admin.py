"""Index of the app's admin: imports only, one line a slice."""

from notifications.mail import admin as mail

__all__ = ["mail"]
