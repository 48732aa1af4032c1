"""Registration with Django, and with the floors below: kinds of things, counts, a part of every profile."""

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "workbooks"

    def ready(self) -> None:
        from accounts.profiles import counters
        from config import entities, secrets
        from social.people.sections import register_profile_section
        from social.people.suggesting import register_suggestion_source
        from workbooks import subscribers, tasks  # noqa: F401 - their import registers them
        from workbooks.catalog import desk as catalog_desk
        from workbooks.catalog import flags, queries, sections  # noqa: F401 - its import declares them
        from workbooks.catalog import kinds as catalog
        from workbooks.catalog import privacy as catalog_privacy
        from workbooks.discovery import privacy as discovery_privacy
        from workbooks.discovery.queries import matching, of_shared_tags, of_what_is_talked_of
        from workbooks.embeds import queries as embeds
        from workbooks.embeds import trying
        from workbooks.embeds.services import reseal_signing_keys
        from workbooks.engagement import desk as engagement_desk
        from workbooks.engagement import kinds as engagement
        from workbooks.engagement import privacy as engagement_privacy
        from workbooks.engagement.queries import is_favorited
        from workbooks.framing import privacy as framing_privacy
        from workbooks.framing.queries import users_of
        from workbooks.tags import privacy as tags_privacy

        entities.register(catalog.WORKBOOK)
        entities.register(engagement.COMMENT)
        counters.register("workbooks", queries.recounted_workbooks)
        queries.register_flag("is_favorited", is_favorited)
        queries.register_search(matching)
        embeds.register_use(users_of)
        trying.register()
        secrets.register_resealing("workbooks.embeds", reseal_signing_keys)
        register_profile_section("workbooks", sections.newest_workbooks, template="workbooks/profile_section.html")
        catalog_desk.furnish()
        engagement_desk.furnish()
        catalog_privacy.declare()
        engagement_privacy.declare()
        framing_privacy.declare()
        register_suggestion_source("tags", of_shared_tags)
        register_suggestion_source("trending", of_what_is_talked_of)
        discovery_privacy.declare()
        tags_privacy.declare()
