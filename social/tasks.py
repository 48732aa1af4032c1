"""Index of the app's tasks: imports only, one line a slice."""

from social.activity import tasks as activity

__all__ = ["activity"]
