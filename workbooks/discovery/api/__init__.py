"""Discovery over HTTP."""

from __future__ import annotations

from django.urls import URLPattern

from workbooks.discovery.api import lists, searching

urlpatterns: list[URLPattern] = [*searching.urlpatterns, *lists.urlpatterns]
