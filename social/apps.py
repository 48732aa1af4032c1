"""The app's registration with Django, and with the floors below: kinds of things, counts, what a block ends."""

from django.apps import AppConfig


class SocialConfig(AppConfig):
    name = "social"

    def ready(self) -> None:
        from accounts.profiles import counters
        from config import entities
        from social import subscribers, tasks  # noqa: F401 - their import registers them
        from social.activity import kinds as activity
        from social.activity import privacy as activity_privacy
        from social.activity import sources
        from social.friends import kinds as friends
        from social.friends import privacy as friends_privacy
        from social.friends.services import end_requests
        from social.graph import blocking
        from social.graph import privacy as graph_privacy
        from social.graph import queries as graph
        from social.people import nearness
        from social.people import privacy as people_privacy
        from social.people.suggesting import register_suggestion_source

        entities.register(friends.FRIEND_REQUEST)
        entities.register(activity.ACTIVITY)
        sources.furnish()
        blocking.register(end_requests)
        counters.register("followers", graph.recounted_followers)
        counters.register("following", graph.recounted_following)
        register_suggestion_source("friends", nearness.friends_of_friends)
        register_suggestion_source("follows", nearness.followed_by_followed)
        register_suggestion_source("followers", nearness.followers)
        graph_privacy.declare()
        friends_privacy.declare()
        activity_privacy.declare()
        people_privacy.declare()
