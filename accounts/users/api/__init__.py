"""The slice over HTTP: the administration of users, and one's own name."""

from __future__ import annotations

from django.urls import URLPattern

from accounts.users.api import administration, names, standing

urlpatterns: list[URLPattern] = [*administration.urlpatterns, *standing.urlpatterns, *names.urlpatterns]
