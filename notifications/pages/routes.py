"""The slice's pages, for `config.urls`: they stand outside of the API."""

from __future__ import annotations

from django.urls import URLPattern

from notifications.pages import choosing, inbox

urlpatterns: list[URLPattern] = [*inbox.urlpatterns, *choosing.urlpatterns]
