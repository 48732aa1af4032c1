"""The command that proves the counters."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db


def verify(*options: str) -> str:
    out = io.StringIO()
    call_command("verify_workbooks", *options, stdout=out)
    return out.getvalue()


def test_wrong_counts_end_in_an_error_until_they_are_repaired(owner):
    made = published(owner)
    assert verify() == "All counts are right.\n"
    Workbook.objects.update(favorite_count=3)
    with pytest.raises(CommandError, match="1 counts are wrong"):
        verify()
    assert verify("--repair").splitlines() == [
        f"workbook.favorite_count of {made.pk}: kept 3, counted 0",
        "1 counts repaired.",
    ]
    assert verify() == "All counts are right.\n"
