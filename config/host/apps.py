"""The app's registration with Django."""

from django.apps import AppConfig


class HostConfig(AppConfig):
    name = "config.host"
    label = "host"
    verbose_name = "Machine"

    def ready(self) -> None:
        from config.host import tasks  # noqa: F401 - its import registers the measuring
        from config.host.desk import machine

        machine.register()
