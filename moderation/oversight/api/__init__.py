"""Oversight over HTTP: the audit and the statistics for the staff, the figures and the log for everyone."""

from moderation.oversight.api.audit import urlpatterns as audit
from moderation.oversight.api.stats import urlpatterns as stats
from moderation.oversight.api.transparency import urlpatterns as transparency

urlpatterns = [*audit, *stats, *transparency]
