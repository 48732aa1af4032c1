"""Rules and trials as clients see them: plain dicts."""

from __future__ import annotations

from typing import Any

from config.roles import Viewer
from moderation.screening import queries
from moderation.screening.definitions import FIELDS
from moderation.screening.models import RuleTrial, ScreeningRule

_SAMPLE = ("type", "id", "matched", "excerpt", "written_at")


def rules(rows: list[ScreeningRule], viewer: Viewer) -> list[dict[str, Any]]:
    """Rules for a list, with what each caught in 30 days."""
    caught = queries.caught_by([row.pk for row in rows])
    return [_rule(row, caught.get(row.pk, 0)) for row in rows]


def rule(row: ScreeningRule) -> dict[str, Any]:
    """One rule."""
    return _rule(row, queries.caught_by([row.pk]).get(row.pk, 0))


def _rule(row: ScreeningRule, caught: int) -> dict[str, Any]:
    return {
        "id": row.pk,
        "slug": row.slug,
        **{name: getattr(row, name) for name in FIELDS},
        "label": row.label,
        "state": row.state,
        "note": row.note,
        "is_shipped": row.is_shipped,
        "made_by": row.made_by.username if row.made_by else None,
        "caught_30_days": caught,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "live_at": row.live_at,
    }


def trials(rows: list[RuleTrial], viewer: Viewer) -> list[dict[str, Any]]:
    """Trials for a list, each with the samples that the viewer may see."""
    samples = queries.samples_seen_by(viewer, rows)
    return [_trial(row, samples[row.pk]) for row in rows]


def trial(row: RuleTrial, viewer: Viewer) -> dict[str, Any]:
    """One trial."""
    return trials([row], viewer)[0]


def _trial(row: RuleTrial, samples: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "state": row.state,
        "days": row.days,
        "most": row.most,
        "looked_at": row.looked_at,
        "caught": row.caught,
        "samples": [{name: each[name] for name in _SAMPLE} for each in samples],
        "definition": {name: row.definition.get(name) for name in FIELDS},
        "made_by": row.made_by.username if row.made_by else None,
        "created_at": row.created_at,
        "finished_at": row.finished_at,
    }
