"""The slice over HTTP: exports, deletion, consents."""

from __future__ import annotations

from django.urls import URLPattern

from accounts.privacy.api import consents, deletion, exports

urlpatterns: list[URLPattern] = [*exports.urlpatterns, *deletion.urlpatterns, *consents.urlpatterns]
