"""Finding reports, and what a reporter's word weighs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from config.roles import Viewer
from moderation.reports.choices import State
from moderation.reports.models import Report

MOST_WEIGHT, LEAST_WEIGHT = 20, 2


@dataclass(frozen=True, slots=True)
class Record:
    """How somebody's reports ended, and how many have not."""

    upheld: int = 0
    dismissed: int = 0
    open: int = 0

    @property
    def weight(self) -> int:
        """What a report of theirs weighs, in tenths of one by somebody without a record.

        20 times the share upheld as Laplace smoothed it, (upheld + 1) / (upheld + dismissed + 2), from 2 to 20: 10
        where nothing is known, 15 after two that were upheld, 5 after two that were dismissed, 2 from eight on.
        """
        share = (self.upheld + 1) / (self.upheld + self.dismissed + 2)
        return max(LEAST_WEIGHT, min(MOST_WEIGHT, round(MOST_WEIGHT * share)))


def record_of(reporter_id: UUID) -> Record:
    """The record of one reporter, in one query."""
    return records_of([reporter_id]).get(reporter_id, Record())


def records_of(reporter_ids: Iterable[UUID]) -> dict[UUID, Record]:
    """The records of these reporters, in one query; whoever reported nothing is left out."""
    rows = Report.objects.filter(reporter_id__in=list(reporter_ids)).order_by().values_list("reporter_id", "state")
    counts: dict[UUID, dict[str, int]] = {}
    for reporter_id, state, number in rows.annotate(number=Count("*")):
        if reporter_id is not None:
            counts.setdefault(reporter_id, {})[state] = number
    return {reporter_id: Record(**states) for reporter_id, states in counts.items()}


def own_reports(viewer: Viewer) -> QuerySet[Report]:
    """What the viewer reported."""
    return Report.objects.none() if viewer.pk is None else Report.objects.filter(reporter_id=viewer.pk)


def open_report(reporter_id: UUID, kind: str, thing_id: UUID) -> Report | None:
    """What that member has open on that thing."""
    return Report.objects.filter(reporter_id=reporter_id, kind=kind, thing_id=thing_id, state=State.OPEN).first()


def reports_on(case_id: UUID) -> QuerySet[Report]:
    """The reports of a case, the newest first, with who made them: for the staff."""
    return Report.objects.filter(case_id=case_id).select_related("reporter").order_by("-id")
