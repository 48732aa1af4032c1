"""The slice over HTTP: signing in, sessions, passwords, addresses."""

from __future__ import annotations

from django.urls import URLPattern

from accounts.auth.api import addresses, passwords, sessions, signing_in, tickets

urlpatterns: list[URLPattern] = [
    *signing_in.urlpatterns,
    *sessions.urlpatterns,
    *passwords.urlpatterns,
    *addresses.urlpatterns,
    *tickets.urlpatterns,
]
