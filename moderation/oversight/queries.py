"""The audit as staff reads it, and the decisions that everybody may read of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from config.audit import queries as audit
from config.roles import Viewer
from moderation.cases.figures import decisions_before
from moderation.oversight.days import told_until


def audit_visible_to(
    viewer: Viewer, *, since: datetime | None = None, until: datetime | None = None, **asked: str
) -> QuerySet[Any]:
    """What `viewer` may see of the audit, narrowed as `config.audit.queries.narrowed` does."""
    return audit.narrowed(audit.visible_to(viewer), since=since, until=until, **asked)


def sealed(ids: list[int]) -> set[int]:
    """Which of these entries are in the chain already."""
    return set(audit.sequences(ids))


def told_decisions() -> QuerySet[Any]:
    """The decisions of whole days that ended 24 hours ago or earlier."""
    return decisions_before(told_until())
