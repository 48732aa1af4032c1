"""The app's registration with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "config.audit"
    label = "audit"
    verbose_name = "Audit"

    def ready(self) -> None:
        from config.audit import (
            privacy,
            tasks,  # noqa: F401 - its import registers the sealing
        )
        from config.audit.desk import panels

        panels.register()
        privacy.declare()
