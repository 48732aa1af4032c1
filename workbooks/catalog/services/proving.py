"""Proving the counters of workbooks, for the slices that own what is counted."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet

from workbooks.catalog.models import Workbook
from workbooks.counted import Discrepancy, number_of, prove


def prove_counter(*, column: str, rows: QuerySet[Any], repair: bool = False) -> list[Discrepancy]:
    """Workbooks whose `column` is not the number of `rows`, which name their workbook in `workbook_id`."""
    return prove(Workbook, column, number_of(rows.filter(workbook_id=OuterRef("pk")), "workbook_id"), repair=repair)
