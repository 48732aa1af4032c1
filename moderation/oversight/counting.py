"""Counting rows by columns, each in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date
from typing import Any

from django.db.models import Count, DateField, QuerySet
from django.db.models.functions import TruncDate, TruncMonth


def with_day(rows: QuerySet[Any], moment: str = "created_at") -> QuerySet[Any]:
    """`rows`, each with the `day` of its moment in UTC."""
    return rows.annotate(day=TruncDate(moment, tzinfo=UTC))


def with_month(rows: QuerySet[Any], moment: str = "created_at") -> QuerySet[Any]:
    """`rows`, each with the first day of its moment's `month` in UTC."""
    return rows.annotate(month=TruncMonth(moment, tzinfo=UTC, output_field=DateField()))


def counted(rows: QuerySet[Any], *columns: str) -> Counter[Any]:
    """How many rows there are under each value of the column, or of the columns together."""
    found = rows.order_by().values_list(*columns).annotate(rows_of_it=Count("*"))
    return Counter({(key[0] if len(columns) == 1 else tuple(key)): number for *key, number in found})


def by_day(rows: QuerySet[Any], moment: str = "created_at") -> Counter[date]:
    """How many rows there are of each day."""
    return counted(with_day(rows, moment), "day")


def by_month(rows: QuerySet[Any], moment: str = "created_at") -> Counter[date]:
    """How many rows there are of each month, under its first day."""
    return counted(with_month(rows, moment), "month")


def named(numbers: Counter[Any], names: Iterable[str]) -> dict[str, int]:
    """The numbers of these names, noughts with them."""
    return {name: numbers[name] for name in names}
