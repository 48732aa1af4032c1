"""The slice over HTTP: keys, what they used, and service accounts. No key opens any of it."""

from __future__ import annotations

from django.urls import URLPattern

from accounts.api_keys.api import keys, service_accounts, usage

urlpatterns: list[URLPattern] = [*keys.urlpatterns, *usage.urlpatterns, *service_accounts.urlpatterns]
