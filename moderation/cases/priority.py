"""How urgent a case is: one score from 0 to 100, its bands, and the clock of each band.

Severity of the gravest category counts most (10, 20, 40 or 60). Reach adds 3 points for each power of ten of people,
15 at most. Reports add 5 points for the first by somebody without a record and as much for every doubling, 15 at most.
Waiting adds a point every six hours, 10 at most. A single report of the gravest kind is urgent by itself; by somebody
whose reports were not upheld it is high.

The time to decide (`MODERATION_SLA_HOURS`) is that of the score without the waiting: a case that waits moves up in the
queue, and its clock stays as it was set.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import log2, log10
from typing import TYPE_CHECKING

from django.conf import settings

from moderation.cases.choices import SEVERITY, Category, Priority

if TYPE_CHECKING:
    from moderation.cases.models import Case

BANDS = ((65, Priority.URGENT), (45, Priority.HIGH), (25, Priority.NORMAL))
USUAL_WEIGHT = 10
"""What a report weighs by somebody who has no record."""

_SEVERE = {1: 10, 2: 20, 3: 40, 4: 60}
_MOST_REACH, _MOST_WEIGHT, _MOST_AGE = 15, 15, 10
_AGEING = timedelta(hours=6)


def standing_score(*, category: str, reach: int, weight: int) -> int:
    """The score without the waiting, from 10 to 90."""
    reached = min(_MOST_REACH, round(3 * log10(1 + reach)))
    reported = min(_MOST_WEIGHT, round(5 * log2(1 + weight / USUAL_WEIGHT)))
    return _SEVERE[SEVERITY[category]] + reached + reported


def points_of_age(waited: timedelta) -> int:
    """What waiting adds, from 0 to 10."""
    return max(0, min(_MOST_AGE, waited // _AGEING))


def priority_of(score: int) -> Priority:
    """The band that a score lies in."""
    return next((priority for least, priority in BANDS if score >= least), Priority.LOW)


def time_to_decide(score: int) -> timedelta:
    """How long a case of that score may wait."""
    return timedelta(hours=settings.MODERATION_SLA_HOURS[priority_of(score).value])


def aged(case: Case, now: datetime) -> tuple[int, Priority]:
    """Score and priority of a case as they are at `now`."""
    standing = standing_score(category=case.category, reach=case.reach, weight=case.weight)
    score = standing + points_of_age(now - case.opened_at)
    return score, priority_of(score)


def weigh(case: Case, now: datetime) -> None:
    """Set score, priority and clock of a case from what is held against it; the caller saves them."""
    case.score, case.priority = aged(case, now)
    standing = standing_score(category=case.category, reach=case.reach, weight=case.weight)
    case.due_at = case.opened_at + time_to_decide(standing)


def graver(one: str, other: str) -> str:
    """The graver of two categories; of two alike the first, unless it says nothing."""
    if SEVERITY[other] > SEVERITY[one] or (SEVERITY[other] == SEVERITY[one] and one == Category.OTHER):
        return other
    return one
