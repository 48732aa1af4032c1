"""Reports over HTTP."""

from moderation.reports.api.reports import urlpatterns

__all__ = ["urlpatterns"]
