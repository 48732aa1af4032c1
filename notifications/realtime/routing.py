"""The one address of the gateway."""

from __future__ import annotations

from django.urls import path

from notifications.realtime.consumer import Consumer

websocket_urlpatterns = [path("ws", Consumer.as_asgi())]
