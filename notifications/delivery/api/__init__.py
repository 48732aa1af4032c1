"""The queue over HTTP: reports of providers, and what managers see and do."""

from django.urls import URLPattern

from notifications.delivery.api.staff import urlpatterns as staff
from notifications.delivery.api.webhooks import urlpatterns as webhooks

urlpatterns: list[URLPattern] = [*webhooks, *staff]
