"""The slice's endpoints."""

from notifications.templates.api.endpoints import urlpatterns

__all__ = ["urlpatterns"]
