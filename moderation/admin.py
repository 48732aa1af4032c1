"""Index of the app's admin: imports only, one line a slice."""

from moderation.appeals import admin as appeals_admin
from moderation.cases import admin as cases_admin
from moderation.reports import admin as reports_admin
from moderation.sanctions import admin as sanctions_admin
from moderation.screening import admin as screening_admin

__all__ = ["appeals_admin", "cases_admin", "reports_admin", "sanctions_admin", "screening_admin"]
