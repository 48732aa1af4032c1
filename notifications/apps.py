"""The app's registration with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        self._declare_privacy()
        self._register()

    def _register(self) -> None:
        """What other parts ask of this app's slices: subscribers, desk, sources, secrets, what embedded mode does."""
        from config import secrets
        from config.api.scraped import register_readings
        from config.jobs import embedded
        from notifications import subscribers, tasks  # noqa: F401 - their import registers them
        from notifications.addresses import flags  # noqa: F401 - its import declares the flag
        from notifications.addresses.services import reseal_keys
        from notifications.broadcasts import values as broadcasts_values
        from notifications.delivery import scraped
        from notifications.delivery.desk import places
        from notifications.delivery.sources import register_source
        from notifications.delivery.tasks import send_a_little
        from notifications.delivery.wakeup import wakeup
        from notifications.digests import sending as digests_sending
        from notifications.inbox import desk as inbox_desk
        from notifications.inbox import sending
        from notifications.mail import letters
        from notifications.mail.services import SOURCE as MAIL
        from notifications.realtime import channels
        from notifications.rules import values
        from notifications.types import accounts, shipped  # noqa: F401 - their import registers the types
        from notifications.webhooks import scraped as webhooks_scraped
        from notifications.webhooks.services import reseal_secrets
        from notifications.webhooks.tasks import send_a_little as send_webhooks_a_little
        from notifications.webhooks.wakeup import wakeup as webhooks_wakeup

        channels.furnish()
        inbox_desk.furnish()
        places.furnish()
        secrets.register_resealing("notifications.addresses", reseal_keys)
        secrets.register_resealing("notifications.webhooks", reseal_secrets)
        register_source(MAIL, letters.read)
        sending.register()
        digests_sending.register()
        values.register()
        broadcasts_values.register()
        register_readings(scraped.readings)
        register_readings(webhooks_scraped.readings)
        embedded.register("outgoing", send_a_little, wakeup)
        embedded.register("webhooks", send_webhooks_a_little, webhooks_wakeup)

    def _declare_privacy(self) -> None:
        """What exports hold and erasure does, slice by slice."""
        from notifications.addresses import privacy as addresses_privacy
        from notifications.broadcasts import privacy as broadcasts_privacy
        from notifications.delivery import privacy as delivery_privacy
        from notifications.digests import privacy as digests_privacy
        from notifications.inbox import privacy as inbox_privacy
        from notifications.preferences import privacy as preferences_privacy
        from notifications.realtime import privacy as realtime_privacy
        from notifications.templates import privacy as templates_privacy
        from notifications.webhooks import privacy as webhooks_privacy

        addresses_privacy.declare()
        broadcasts_privacy.declare()
        delivery_privacy.declare()
        digests_privacy.declare()
        inbox_privacy.declare()
        preferences_privacy.declare()
        realtime_privacy.declare()
        templates_privacy.declare()
        webhooks_privacy.declare()
