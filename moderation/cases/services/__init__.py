"""The deeds of cases: gathering, claiming, noting, escalating, deciding, overturning, and what time does."""

from moderation.cases.asked import Action
from moderation.cases.services.claiming import claim, release
from moderation.cases.services.deciding import decide
from moderation.cases.services.escalating import escalate, write_note
from moderation.cases.services.following import close_flagged, gather_flag
from moderation.cases.services.gathering import Gathered, gather
from moderation.cases.services.history import add_entry
from moderation.cases.services.overturning import overturn
from moderation.cases.services.tending import tend

__all__ = [
    "Action",
    "Gathered",
    "add_entry",
    "claim",
    "close_flagged",
    "decide",
    "escalate",
    "gather",
    "gather_flag",
    "overturn",
    "release",
    "tend",
    "write_note",
]
