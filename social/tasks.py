"""Index of the app's tasks: imports only, one line a slice."""

from social.people import tasks as people

__all__ = ["people"]
