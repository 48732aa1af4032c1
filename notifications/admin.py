"""Index of the app's admin: imports only, one line a slice."""

from notifications.templates import admin as templates

__all__ = ["templates"]
