"""The app's registration with Django."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        from moderation import subscribers, tasks  # noqa: F401 - their import registers them
