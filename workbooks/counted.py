"""Proving kept counters against the rows that they count, whatever table they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Count, F, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A kept count that is wrong."""

    counter: str
    thing: str
    kept: int
    counted: int


def number_of(rows: QuerySet[Any], column: str) -> Coalesce:
    """How many `rows` there are, as an expression; `column` is the one that they are tied to an `OuterRef` by."""
    counted = rows.order_by().values(column).annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def prove(model: type[models.Model], column: str, number: Coalesce, *, repair: bool) -> list[Discrepancy]:
    """The rows of `model` whose `column` is not `number`; with `repair` they are set right.

    A first look without locks finds candidates. Each is counted again with its row held: whoever changes what is
    counted also writes the row, so that under the lock the two must agree.
    """
    manager = model._default_manager
    candidates = manager.annotate(counted_anew=number).exclude(**{column: F("counted_anew")})
    found = []
    for pk in list(candidates.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            if not manager.select_for_update(no_key=True).filter(pk=pk).values_list("pk").first():
                continue
            row = manager.filter(pk=pk).annotate(counted_anew=number).values_list(column, "counted_anew").get()
            kept, counted = row
            if kept == counted:
                continue
            found.append(Discrepancy(f"{model._meta.model_name}.{column}", str(pk), kept, counted))
            if repair:
                manager.filter(pk=pk).update(**{column: counted})
    return found
