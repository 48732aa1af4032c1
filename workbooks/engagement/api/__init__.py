"""Engagement over HTTP: favourites, views, comments."""

from django.urls import URLPattern

from workbooks.engagement.api import comments, favorites, views

urlpatterns: list[URLPattern] = [*favorites.urlpatterns, *views.urlpatterns, *comments.urlpatterns]
