"""The app's registration with Django, and with the floors below: how its counts are proven."""

from django.apps import AppConfig


class SocialConfig(AppConfig):
    name = "social"

    def ready(self) -> None:
        from accounts.profiles import counters
        from social import subscribers, tasks  # noqa: F401 - their import registers them
        from social.graph import privacy
        from social.graph import queries as graph

        counters.register("followers", graph.recounted_followers)
        counters.register("following", graph.recounted_following)
        privacy.declare()
