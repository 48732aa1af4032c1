"""The app's registration with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import subscribers, tasks  # noqa: F401 - their import registers them
        from notifications.addresses import privacy as addresses_privacy
        from notifications.delivery import privacy as delivery_privacy
        from notifications.mail import desk, privacy
        from notifications.templates import privacy as templates_privacy
        from notifications.types import shipped  # noqa: F401 - its import registers the types

        desk.furnish()
        privacy.declare()
        addresses_privacy.declare()
        delivery_privacy.declare()
        templates_privacy.declare()
