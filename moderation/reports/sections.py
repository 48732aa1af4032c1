"""What reports show on a case."""

from __future__ import annotations

from typing import Any

from moderation.cases.sections import register_case_section
from moderation.reports import shapes


def _field() -> Any:
    from config.api import fields as f
    from moderation.reports.api.bodies import ReportOnCase

    return f.Nested(ReportOnCase, many=True)


def furnish() -> None:
    """Have every case show the reports on it."""
    register_case_section("reported", shapes.reports_on_case, field=_field)
