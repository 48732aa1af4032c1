"""Webhooks over HTTP, for managers."""

from __future__ import annotations

from notifications.webhooks.api import endpoints, messages

urlpatterns = [*endpoints.urlpatterns, *messages.urlpatterns]
