"""Index of the app's subscribers: imports only, one line a slice."""

from moderation.cases import subscribers as cases_subscribers
from moderation.reports import subscribers as reports_subscribers
from moderation.screening import subscribers as screening_subscribers

__all__ = ["cases_subscribers", "reports_subscribers", "screening_subscribers"]
