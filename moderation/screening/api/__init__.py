"""Screening rules over HTTP, for moderators to see and managers to keep."""

from moderation.screening.api.rules import urlpatterns as rules
from moderation.screening.api.trials import urlpatterns as trials

urlpatterns = [*rules, *trials]
