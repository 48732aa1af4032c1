"""Index of the app's models: imports only, one line a slice."""

from moderation.appeals.models import Appeal, AppealMessage
from moderation.cases.models import Case, CaseEntry, Decision
from moderation.reports.models import Report
from moderation.sanctions.models import Sanction, Strike
from moderation.screening.models import (
    PendingAnalysis,
    RulesVersion,
    RuleTrial,
    Screening,
    ScreeningReason,
    ScreeningRule,
    WritingTrace,
)

__all__ = [
    "Appeal",
    "AppealMessage",
    "Case",
    "CaseEntry",
    "Decision",
    "PendingAnalysis",
    "Report",
    "RuleTrial",
    "RulesVersion",
    "Sanction",
    "Screening",
    "ScreeningReason",
    "ScreeningRule",
    "Strike",
    "WritingTrace",
]
