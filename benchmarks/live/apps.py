"""The channel that everyone listens to, and whose right is asked at subscribing as any other's."""

from __future__ import annotations

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "benchmarks.live"
    label = "benchmark_live"

    def ready(self) -> None:
        from accounts.users.models import User
        from config.realtime import Channel, register_channel

        register_channel(Channel("crowd", lambda viewer, id: User.objects.filter(pk=viewer.pk).exists()))
