"""What appeals show on a case."""

from __future__ import annotations

from typing import Any

from moderation.appeals import shapes
from moderation.cases.sections import register_case_section


def _field() -> Any:
    from config.api import fields as f
    from moderation.appeals.api.bodies import AppealOnCase

    return f.Nested(AppealOnCase, many=True)


def furnish() -> None:
    """Have every case show the appeals against its decisions."""
    register_case_section("appeals", shapes.appeals_on_case, field=_field)
