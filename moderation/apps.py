"""The app's registration with Django, and the ports that it fills."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        from accounts.users import changes
        from accounts.users.services import register_remaining
        from config import entities
        from config.audit import queries as audit
        from moderation import subscribers, tasks  # noqa: F401 - their import registers them
        from moderation.appeals import desk as appeals_desk
        from moderation.appeals import privacy as appeals_privacy
        from moderation.appeals import queries as appeals
        from moderation.appeals import sections as appeals_sections
        from moderation.cases import appealable
        from moderation.cases import desk as cases_desk
        from moderation.cases import privacy as cases_privacy
        from moderation.cases import queries as cases
        from moderation.reports import desk as reports_desk
        from moderation.reports import privacy as reports_privacy
        from moderation.reports import sections as reports_sections
        from moderation.sanctions import desk as sanctions_desk
        from moderation.sanctions import privacy as sanctions_privacy
        from moderation.sanctions import queries as sanctions
        from moderation.sanctions.services import on_account_change
        from moderation.screening import desk as screening_desk
        from moderation.screening import keeping
        from moderation.screening import privacy as screening_privacy
        from moderation.screening import services as screening

        entities.set_screener(screening.screen)
        screening.register_kept_hidden(sanctions.stays_hidden)
        appealable.register_appealed(appeals.appealed_among)
        audit.register_own_matters(cases.own_matters)
        audit.register_own_matters(appeals.own_matters)
        keeping.start()
        register_remaining(sanctions.remaining_of)
        changes.register(on_account_change)
        for furnished in (screening_desk, sanctions_desk, cases_desk, reports_desk, appeals_desk):
            furnished.furnish()
        reports_sections.furnish()
        appeals_sections.furnish()
        for declared in (screening_privacy, sanctions_privacy, cases_privacy, reports_privacy, appeals_privacy):
            declared.declare()
