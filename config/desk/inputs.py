"""Filters of a list that one writes into: a text, a member, a stretch of days.

    class Subject(TextFilter):
        title, parameter_name = _("subject"), "subject"

        def narrowed(self, rows, text):
            return rows.filter(subject=text)

Tables that grow for ever have no index on their time; their keys grow with it, so a stretch of time is found as a
stretch of keys, by halving.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.admin import ListFilter
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

NEIGHBOURS = 1_000
"""Rows may come in by so many places another way than their times say."""


class _Written(ListFilter, ABC):
    """A filter with fields of its own instead of choices; what stands in the address otherwise is kept."""

    template = "admin/input_filter.html"
    parameters: tuple[str, ...] = ()

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.parameters:
            if name in params:
                value = params.pop(name)
                self.used_parameters[name] = str(value[-1] if isinstance(value, list) else value).strip()
        self.others = [
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if name not in (*self.parameters, "p")
        ]

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return list(self.parameters)

    @abstractmethod
    def fields(self) -> list[dict[str, Any]]:
        """What is written into: name, label, type and value of each."""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        written = ", ".join(str(value) for value in self.used_parameters.values() if value)
        yield {"display": written, "fields": self.fields(), "others": self.others, "selected": bool(written)}


class TextFilter(_Written):
    """One text, looked for by `narrowed`."""

    parameter_name: str = ""
    help_text: Any = ""

    def __init__(self, *arguments: Any) -> None:
        self.parameters = (self.parameter_name,)
        super().__init__(*arguments)

    def fields(self) -> list[dict[str, Any]]:
        name = self.parameter_name
        value = self.used_parameters.get(name, "")
        return [{"name": name, "label": self.title, "type": "text", "value": value, "help": self.help_text}]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        text = str(self.used_parameters.get(self.parameter_name, ""))[:300]
        return self.narrowed(queryset, text) if text else queryset

    @abstractmethod
    def narrowed(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Those of `rows` that `text` means; the lookup must find an index."""


class MemberFilter(TextFilter):
    """A member by username or id; `column` holds their id."""

    column = "actor_id"
    help_text = _("username or id")

    def narrowed(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        member_id = member_named(text)
        return rows.filter(**{self.column: member_id}) if member_id else rows.none()


def member_named(text: str) -> UUID | None:
    """The id of the member of that username, or the id itself; None where there is nobody."""
    try:
        return UUID(text.strip())
    except ValueError:
        people = get_user_model()._default_manager
        name = text.strip().removeprefix("@").lower()
        found: UUID | None = people.filter(username=name).values_list("pk", flat=True).first()
        return found


class DaysFilter(_Written):
    """From one day to another, both included, in UTC, by a `column` that grows with the key."""

    parameters = ("from", "to")
    column = "at"

    def fields(self) -> list[dict[str, Any]]:
        labels = {"from": _("from"), "to": _("to")}
        return [
            {"name": name, "label": labels[name], "type": "date", "value": self.used_parameters.get(name, "")}
            for name in self.parameters
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        low, high = (_day(str(self.used_parameters.get(name, ""))) for name in self.parameters)
        since = datetime.combine(low, time.min, UTC) if low else None
        until = datetime.combine(high + timedelta(days=1), time.min, UTC) if high and high < date.max else None
        return between(queryset, self.column, since, until)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def between(rows: QuerySet[Any], column: str, since: datetime | None, until: datetime | None) -> QuerySet[Any]:
    """Those of `rows` from `since` on and before `until`, narrowed by keys first, so that no other row is read."""
    if since is not None:
        rows = rows.filter(**{"pk__gte": first_key(rows.model, column, since) - NEIGHBOURS, f"{column}__gte": since})
    if until is not None:
        rows = rows.filter(**{"pk__lt": first_key(rows.model, column, until) + NEIGHBOURS, f"{column}__lt": until})
    return rows


def first_key(model: Any, column: str, moment: datetime) -> int:
    """The key from which on rows are not older than `moment`; a few dozen looks by key in the largest table."""
    keys = model._default_manager.order_by("pk").values_list("pk", column)
    newest = keys.last()
    low, high = 0, (newest[0] if newest else 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = keys.filter(pk__gte=middle).first()
        if found is None or found[1] >= moment:
            high = middle
        else:
            low = found[0] + 1
    return low


def told(moment: datetime | None) -> str:
    """A moment as lists show it, to the second."""
    return date_format(moment, "Y-m-d H:i:s") if moment else ""
