"""The ways to narrow the audit; each walks an index."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.audit import queries
from config.desk.inputs import DaysFilter, MemberFilter, TextFilter

WORDS_KEPT_SECONDS = 60


def _words(column: str) -> list[str]:
    """The words of a column, asked for once a minute."""
    found: list[str] = (
        cache.get_or_set(f"audit:words:{column}", lambda: queries.words(column), WORDS_KEPT_SECONDS) or []
    )
    return found


class Action(admin.SimpleListFilter):
    """One of the actions that there are."""

    title = _("action")
    parameter_name = "action_is"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(word, word) for word in _words("action")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(action=self.value()) if self.value() else queryset


class Actor(MemberFilter):
    """Who did it."""

    title = _("actor")
    parameter_name = "actor"


class Target(TextFilter):
    """What it was done to."""

    title = _("target")
    parameter_name = "target"
    help_text = _("an id, or user:018f…")

    def narrowed(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        word, colon, key = text.partition(":")
        if colon:
            return rows.filter(target_type=word.strip(), target_id=key.strip())
        return rows.filter(target_type__in=_words("target_type"), target_id=text)


class Days(DaysFilter):
    """When it was done."""

    title = _("days")
    column = "at"


class OfRequest(TextFilter):
    """What one request did."""

    title = _("request")
    parameter_name = "request"

    def narrowed(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(request_id=text)
