"""Index of the flags' routes."""

from config.flags.api import urlpatterns

__all__ = ["urlpatterns"]
