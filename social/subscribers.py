"""Index of the app's subscribers: imports only, one line a slice."""

from social.activity import subscribers as activity
from social.people import subscribers as people

__all__ = ["activity", "people"]
