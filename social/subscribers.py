"""Index of the app's subscribers: imports only, one line a slice."""

from social.activity import subscribers as activity

__all__ = ["activity"]
