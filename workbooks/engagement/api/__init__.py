"""Engagement over HTTP."""

from django.urls import URLPattern

from workbooks.engagement.api import comments, favorites, stats, views

urlpatterns: list[URLPattern] = [
    *favorites.urlpatterns,
    *views.urlpatterns,
    *comments.urlpatterns,
    *stats.urlpatterns,
]
