"""The peer on Python: a consumer of Channels on its pubsub layer, as its documentation writes one; nobody signs in."""

from __future__ import annotations

import os

import django
from django.conf import settings

if not settings.configured:
    layer = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [os.environ["REDIS_URL"]]}}
    settings.configure(CHANNEL_LAYERS={"default": layer}, INSTALLED_APPS=["channels"], ALLOWED_HOSTS=["*"])
    django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import re_path


class Listener(AsyncWebsocketConsumer):
    async def connect(self):
        self.names = ["crowd", f"user.{self.scope['url_route']['kwargs']['number']}"]
        for name in self.names:
            await self.channel_layer.group_add(name, self.channel_name)
        await self.accept()
        await self.send(text_data='{"type":"subscribed"}')

    async def disconnect(self, code):
        for name in self.names:
            await self.channel_layer.group_discard(name, self.channel_name)

    async def say(self, event):
        await self.send(text_data=event["text"])


application = ProtocolTypeRouter({"websocket": URLRouter([re_path(r"^ws/(?P<number>\d+)$", Listener.as_asgi())])})
