"""The app's registration with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import subscribers, tasks  # noqa: F401 - their import registers them
        from notifications.mail import desk, privacy
        from notifications.realtime import channels
        from notifications.realtime import privacy as realtime_privacy

        desk.furnish()
        privacy.declare()
        realtime_privacy.declare()
        channels.furnish()
