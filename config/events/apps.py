"""The app's registration with Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "config.events"
    label = "events"
    verbose_name = "Event log"

    def ready(self) -> None:
        from config.events import tasks
        from config.events.wakeup import wakeup
        from config.jobs import embedded

        embedded.register("deliveries", tasks.deliver_a_little, wakeup)
        from config.events import privacy
        from config.events.desk import panels

        panels.register()
        privacy.declare()
