"""What django-activity-stream must be told: which models act and are acted on."""

from __future__ import annotations

from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "benchmarks.peers"

    def ready(self) -> None:
        from actstream import registry

        registry.register("accounts.User", "workbooks.Workbook", "workbooks.Comment")
