"""Index of the app's admin: imports only, one line a slice."""

from social.graph import admin as graph

__all__ = ["graph"]
