"""Index of the app's subscribers: imports only, one line a slice."""

from social.people import subscribers as people

__all__ = ["people"]
