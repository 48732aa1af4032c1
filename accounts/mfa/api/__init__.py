"""The slice over HTTP: one's own factors, passkeys, the second step of signing in, and what staff do."""

from __future__ import annotations

from django.urls import URLPattern

from accounts.mfa.api import factors, passkeys, signing_in, staff

urlpatterns: list[URLPattern] = [
    *factors.urlpatterns,
    *signing_in.urlpatterns,
    *passkeys.urlpatterns,
    *staff.urlpatterns,
]
