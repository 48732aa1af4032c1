"""Index of the app's tasks: imports only, one line a slice."""

from social.activity import tasks as activity
from social.people import tasks as people

__all__ = ["activity", "people"]
