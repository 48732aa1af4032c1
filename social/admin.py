"""Index of the app's admin: imports only, one line a slice."""

from social.friends import admin as friends
from social.graph import admin as graph
from social.people import admin as people

__all__ = ["friends", "graph", "people"]
