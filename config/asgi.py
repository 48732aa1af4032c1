"""Websockets, and in embedded mode pages and REST as well. Apps' websocket routes are taken by dotted path."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - needs Django set up
from django.conf import settings  # noqa: E402

from config.api.body_limit import BodyLimit  # noqa: E402

websocket_routes: list[Any] = [
    route for dotted in settings.WEBSOCKET_ROUTES for route in import_module(dotted).websocket_urlpatterns
]


async def websockets(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Route a websocket, or close it at the handshake where no app has a route for its path."""
    if not any(route.pattern.match(scope["path"].lstrip("/")) for route in websocket_routes):
        await receive()
        await send({"type": "websocket.close", "code": 4404})
        return
    await URLRouter(websocket_routes)(scope, receive, send)


application = ProtocolTypeRouter({"http": BodyLimit(pages), "websocket": websockets})
