"""The checker's questions about effects: what must be there once is there once, and what was answered is so.

Constraints forbid most of it; asking all the same tells whether they were there all the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

GRACE = timedelta(minutes=2)
# What happens to a thing once in its life.
FIRST_TIMES = ("user.registered", "workbook.created", "workbook.published", "comment.created", "workbook.deleted")


def double_rows() -> Iterator[str]:
    """Every unique constraint of every table of ours, asked as a question."""
    from django.apps import apps
    from django.db.models import Count, UniqueConstraint

    for model in apps.get_models():
        if model.__module__.startswith("django."):
            continue
        for constraint in model._meta.constraints:
            if not isinstance(constraint, UniqueConstraint) or not constraint.fields:
                continue
            columns = [model._meta.get_field(name).attname for name in constraint.fields]
            rows: Any = model._base_manager.order_by()
            if constraint.condition is not None:
                rows = rows.filter(constraint.condition)
            if constraint.nulls_distinct is not False:
                rows = rows.exclude(**{f"{columns[-1]}__isnull": True})
                for column in columns[:-1]:
                    rows = rows.exclude(**{f"{column}__isnull": True})
            for group in rows.values(*columns).annotate(times=Count("pk")).filter(times__gt=1):
                values = ", ".join(f"{column} {group[column]}" for column in columns)
                yield f"{model.__name__} with {values} is there {group['times']} times."


def double_first_times() -> Iterator[str]:
    """Facts that can be only once for a thing, recorded again: a deed that was done twice."""
    from django.db.models import Count

    from config.events.models import DomainEvent

    told = DomainEvent.objects.filter(name__in=FIRST_TIMES).order_by().values("name", "subject")
    for group in told.annotate(times=Count("pk")).filter(times__gt=1):
        yield f"{group['subject']} has {group['name']} {group['times']} times in the log."


def untrue_answers() -> Iterator[str]:
    """Answers kept for an `Idempotency-Key` whose effect is not there, and effects that two keys claim."""
    from config.api.models import IdempotentAnswer
    from workbooks.catalog.models import Workbook
    from workbooks.engagement.models import Comment

    claimed: dict[UUID, int] = {}
    kept = IdempotentAnswer.objects.filter(status=201).order_by("pk")
    for pk, route, body in kept.values_list("pk", "route", "body").iterator(chunk_size=500):
        home: Any = _home(route, {"workbooks": Workbook, "duplicate": Workbook, "comments": Comment})
        if home is None:
            continue
        thing = UUID(msgspec.json.decode(bytes(body))["id"])
        if thing in claimed:
            yield f"Answers {claimed[thing]} and {pk} to two keys are about the same {home.__name__} {thing}."
        claimed[thing] = pk
        if not home._base_manager.filter(pk=thing).exists() and not _was_deleted(thing):
            yield f"Answer {pk} to {route} says that {home.__name__} {thing} was made, and it is not there."


def _home(route: str, homes: dict[str, Any]) -> Any:
    return homes.get(route.rpartition("/")[2]) if "/workbooks" in route else None


def _was_deleted(thing: UUID) -> bool:
    from config.events.models import DomainEvent

    return DomainEvent.objects.filter(subject__endswith=f":{thing}", name__endswith=".deleted").exists()


def forgotten_runs() -> Iterator[str]:
    """Runs of jobs that nobody keeps alive and nobody has found."""
    from config import clock
    from config.jobs.models import Outcome, TaskRun

    silent = TaskRun.objects.filter(outcome=Outcome.RUNNING, alive_at__lt=clock.now() - GRACE)
    for run in silent.order_by("pk"):
        yield f"{run} has been running since {run.started_at}, silent since {run.alive_at}, and nobody has found it."
    late = TaskRun.objects.filter(outcome=Outcome.WAITING, due_at__lt=clock.now() - GRACE)
    for run in late.order_by("pk"):
        yield f"{run} waits since {run.due_at}, and nobody has begun it."
