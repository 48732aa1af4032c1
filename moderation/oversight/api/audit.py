"""The audit: a page of entries, and a file of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import URLPattern, path
from rest_framework.response import Response

from config import clock, csvio
from config.api import Answer, AtLeast, Endpoint, File, Filters, Page, Request, operation
from config.api import fields as f
from config.api.streaming import streamed
from config.audit import exporting
from config.roles import Role
from moderation.oversight import queries, shapes
from moderation.oversight.errors import TypeMissing, WrongAuditPeriod

LONGEST_FILE, USUAL_FILE = timedelta(days=92), timedelta(days=30)

_WITHIN = [MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC)), MaxValueValidator(datetime(2200, 1, 1, tzinfo=UTC))]


def _text(help_text: str) -> django_filters.CharFilter:
    return django_filters.CharFilter(label="text", max_length=150, help_text=help_text)


def _moment(help_text: str) -> django_filters.IsoDateTimeFilter:
    return django_filters.IsoDateTimeFilter(label="moment", validators=_WITHIN, help_text=help_text)


class AuditFilters(Filters):
    """Narrows the audit."""

    action = _text("What was done: `case.decided`, or all that begin so: `case.*`.")
    actor = _text("Who did it: a username or an id.")
    target_type = _text("What it was done to: `workbook`, `user`, `case` and the like.")
    target_id = _text("The id of that, together with its type.")
    request_id = _text("What one request did.")
    # `from` is no name that a class body can assign.
    locals()["from"] = _moment("From this moment on.")
    until = _moment("Before this moment.")


def asked(request: Request) -> dict[str, Any]:
    """What the query asks for, as `queries.audit_visible_to` takes it."""
    said = AuditFilters.values(request)
    since, until = said.pop("from"), said.pop("until")
    if said["target_id"] and not said["target_type"]:
        raise TypeMissing.of("target_id", TypeMissing.code, TypeMissing.detail)
    if since and until and since >= until:
        raise WrongAuditPeriod.of("from", WrongAuditPeriod.code, WrongAuditPeriod.detail)
    return said | {"since": since, "until": until}


class AuditActor(Answer):
    """Whoever acted, under the name of that time."""

    id = f.Id()
    username = f.Text()

    class Meta:
        example = {"id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e", "username": "ana"}


class AuditTarget(Answer):
    """What it was done to."""

    type = f.Text()
    id = f.Text()

    class Meta:
        example = {"type": "case", "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9f"}


class AuditEntry(Answer):
    """An entry. `actor` is null where no account acted; `address` for moderators, who are not told it."""

    id = f.Integer()
    at = f.Moment()
    action = f.Text()
    actor = f.Nested(AuditActor, allow_null=True)
    target = f.Nested(AuditTarget, allow_null=True)
    before = f.Anything()
    after = f.Anything()
    reason = f.Text()
    request_id = f.Text()
    address = f.Text(allow_null=True)
    is_sealed = f.Flag()

    class Meta:
        example = {
            "id": 4_711,
            "at": "2026-11-20T16:25:00Z",
            "action": "case.decided",
            "actor": AuditActor.Meta.example,
            "target": AuditTarget.Meta.example,
            "before": {"state": "claimed"},
            "after": {"state": "decided", "outcome": "acted"},
            "reason": "Advertises a casino.",
            "request_id": "req-5f0c1a0e9b7d4c55",
            "address": None,
            "is_sealed": True,
        }


class Audit(Endpoint):
    """What staff and security did, newest first. Moderators see what moderates, and what they did themselves."""

    permissions = [AtLeast(Role.MODERATOR)]
    tag = "moderation"

    @operation("Read the audit", answer=Page(AuditEntry), filters=AuditFilters, errors=[WrongAuditPeriod, TypeMissing])
    def get(self, request: Request) -> Response:
        rows = queries.audit_visible_to(request.user, **asked(request))
        return self.page(request, rows, order=("-id",), shape=shapes.entries)


class AuditFile(Endpoint):
    """The same as CSV, for managers and above, as on the desk; that somebody took it along is an entry of its own.

    The file is of a period of at most 92 days: the 30 days before `until` where `from` is left out, and until now where
    `until` is. It is sent while it is read, however long it is.
    """

    permissions = [AtLeast(Role.MANAGER)]
    throttles = ("export",)
    tag = "moderation"

    @operation(
        "Download the audit",
        answer=File(csvio.MEDIA, "id,at,action,actor_id,actor_name,target_type,target_id,before,after,reason\r\n"),
        filters=AuditFilters,
        errors=[WrongAuditPeriod, TypeMissing],
    )
    def get(self, request: Request) -> Any:  # a file, where other methods give an answer to encode
        said, now = asked(request), clock.now()
        until = said["until"] or now
        since = said["since"] or until - USUAL_FILE
        if not timedelta() < until - since <= LONGEST_FILE:
            raise WrongAuditPeriod.of("from", WrongAuditPeriod.code, WrongAuditPeriod.detail)
        rows = queries.audit_visible_to(request.user, **said | {"since": None})
        filters = {name: str(value) for name, value in request.query_params.items() if value}
        exporting.note_export(actor=request.user, filters=filters)
        name = f"audit-{now:%Y%m%dT%H%M%SZ}.csv"
        return streamed(request, exporting.lines(rows, since=since), media=csvio.CONTENT_TYPE, name=name)


urlpatterns: list[URLPattern] = [
    path("moderation/audit", Audit.as_view(), name="moderation-audit"),
    path("moderation/audit.csv", AuditFile.as_view(), name="moderation-audit-file"),
]
