"""Pages of the second step: of signing in, and of one's security."""

from __future__ import annotations

from django.urls import URLPattern

from accounts.mfa.pages import factors, passkeys, security, signing_in

urlpatterns: list[URLPattern] = [
    *signing_in.urlpatterns,
    *security.urlpatterns,
    *factors.urlpatterns,
    *passkeys.urlpatterns,
]
