"""Index of the app's admin: imports only, one line a slice."""

from social.activity import admin as activity
from social.friends import admin as friends
from social.graph import admin as graph
from social.people import admin as people

__all__ = ["activity", "friends", "graph", "people"]
