"""Proving the counts of tags."""

from __future__ import annotations

from django.db.models import OuterRef

from workbooks.counted import Discrepancy, number_of, prove
from workbooks.tags.models import Tag, Tagging


def prove_counts(*, repair: bool = False) -> list[Discrepancy]:
    """Every tag whose count is not the number of public published workbooks that carry it."""
    listed = Tagging.objects.filter(
        tag_id=OuterRef("pk"),
        workbook__status="published",
        workbook__visibility="public",
        workbook__hidden_at__isnull=True,
        workbook__deleted_at__isnull=True,
    )
    return prove(Tag, "workbooks_count", number_of(listed, "tag_id"), repair=repair)
