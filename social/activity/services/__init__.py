"""The deeds of activity."""

from social.activity.services.keeping import keep_up, oldest_kept

__all__ = ["keep_up", "oldest_kept"]
