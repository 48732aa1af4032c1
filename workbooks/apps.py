"""Registration with Django, and with the floors below: kinds of things, counts, a part of every profile."""

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "workbooks"

    def ready(self) -> None:
        from accounts.profiles import counters
        from config import entities
        from social.people.sections import register_profile_section
        from workbooks import subscribers, tasks  # noqa: F401 - their import registers them
        from workbooks.catalog import kinds as catalog
        from workbooks.catalog import queries, sections
        from workbooks.engagement import kinds as engagement
        from workbooks.engagement.queries import is_favorited

        entities.register(catalog.WORKBOOK)
        entities.register(engagement.COMMENT)
        counters.register("workbooks", queries.recounted_workbooks)
        queries.register_flag("is_favorited", is_favorited)
        register_profile_section("workbooks", sections.newest_workbooks)
