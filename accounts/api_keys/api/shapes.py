"""The documented form of keys, of what they used, and of what makes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.auth.api.fresh import FreshBody
from config.api import Answer, Body
from config.api import fields as f
from config.scopes import Scope

# What fits a column, and what a service account may be given.
MOST_A_MINUTE, MOST_A_QUOTA = 100_000, 2**31 - 1

KEY: dict[str, Any] = {
    "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
    "account": "ana",
    "made_by": "ana",
    "name": "Nightly report",
    "prefix": "sp_4k8w2q9z7c1m",
    "scopes": ["analytics:read", "workbooks:read"],
    "state": "live",
    "rate_per_minute": None,
    "daily_quota": 5000,
    "monthly_quota": None,
    "created_at": "2026-11-20T16:25:00Z",
    "expires_at": "2027-11-20T16:25:00Z",
    "last_used_at": "2026-11-20T17:10:00Z",
    "rotated_at": None,
    "old_secret_until": None,
    "revoked_at": None,
    "revoked_reason": "",
}
# In parts, so that no scanner of secrets takes it for one.
EXAMPLE_TEXT = "sp_4k8w2q9z7c1m_" + "…"


class Key(Answer):
    """A key without its secret; `prefix` is how its text begins. A limit of null is the installation's."""

    id = f.Id()
    account = f.Text()
    made_by = f.Text(allow_null=True)
    name = f.Text()
    prefix = f.Text()
    scopes = f.Items(f.Text())
    state = f.Choice(["live", "expired", "revoked"])
    rate_per_minute = f.Integer(allow_null=True)
    daily_quota = f.Integer(allow_null=True)
    monthly_quota = f.Integer(allow_null=True)
    created_at = f.Moment()
    expires_at = f.Moment()
    last_used_at = f.Moment(allow_null=True)
    rotated_at = f.Moment(allow_null=True)
    old_secret_until = f.Moment(allow_null=True)
    revoked_at = f.Moment(allow_null=True)
    revoked_reason = f.Text()

    class Meta:
        example = KEY


class NewKey(Key):
    """A key with its text, `key`, which is shown this once: a replay of the answer has null in its place."""

    key = f.Text(allow_null=True)

    class Meta:
        example = {**KEY, "last_used_at": None, "key": EXAMPLE_TEXT}


class NewKeyBody(FreshBody):
    """What the key is called and may do. `account` names a service account, for admins; else it is one's own."""

    name = f.Text(max_length=80)
    scopes = f.Items(f.Choice(Scope.values), min_length=1, max_length=len(Scope.values))
    account = f.Text(max_length=30, required=False)
    expires_at = f.Moment(required=False)
    rate_per_minute = f.Integer(required=False, allow_null=True, min_value=1, max_value=MOST_A_MINUTE)
    daily_quota = f.Integer(required=False, allow_null=True, max_value=MOST_A_QUOTA)
    monthly_quota = f.Integer(required=False, allow_null=True, max_value=MOST_A_QUOTA)

    class Meta:
        example = {
            "name": "Nightly report",
            "scopes": ["analytics:read", "workbooks:read"],
            "expires_at": "2027-06-30T00:00:00Z",
            "daily_quota": 5000,
            "current_password": "correct horse battery 7",
        }


class EditKeyBody(Body):
    """Another name, or fewer scopes than the key has."""

    name = f.Text(max_length=80, required=False)
    scopes = f.Items(f.Choice(Scope.values), required=False, min_length=1, max_length=len(Scope.values))

    class Meta:
        example = {"name": "Weekly report", "scopes": ["workbooks:read"]}


class RotateBody(FreshBody):
    """How long the old secret is good for (a day, unless said; at most 7), and when the key ends."""

    overlap_seconds = f.Integer(required=False, max_value=604_800)
    expires_at = f.Moment(required=False)

    class Meta:
        example = {"overlap_seconds": 3600, "current_password": "correct horse battery 7"}


class Latencies(Answer):
    """How many answers took how long: `within_5` more than 2 and at most 5 milliseconds, `beyond` over 5 seconds."""

    within_2 = f.Integer()
    within_5 = f.Integer()
    within_10 = f.Integer()
    within_20 = f.Integer()
    within_50 = f.Integer()
    within_100 = f.Integer()
    within_200 = f.Integer()
    within_500 = f.Integer()
    within_1000 = f.Integer()
    within_2000 = f.Integer()
    within_5000 = f.Integer()
    beyond = f.Integer()

    class Meta:
        example = {
            "within_2": 0,
            "within_5": 310,
            "within_10": 88,
            "within_20": 12,
            "within_50": 2,
            "within_100": 0,
            "within_200": 0,
            "within_500": 0,
            "within_1000": 0,
            "within_2000": 0,
            "within_5000": 0,
            "beyond": 0,
        }


class Usage(Answer):
    """A key's use of one endpoint on one day (UTC). `p95_ms` is the bound that 95 of 100 answers stayed within; null
    where that is past the last bound.
    """

    day = serializers.DateField()
    method = f.Text()
    route = f.Text()
    count = f.Integer()
    errors_4xx = f.Integer()
    errors_5xx = f.Integer()
    mean_ms = serializers.FloatField()
    p95_ms = f.Integer(allow_null=True)
    latencies = f.Nested(Latencies)

    class Meta:
        example = {
            "day": "2026-11-20",
            "method": "GET",
            "route": "/api/v1/workbooks/{workbook_id}",
            "count": 412,
            "errors_4xx": 3,
            "errors_5xx": 0,
            "mean_ms": 4.7,
            "p95_ms": 10,
            "latencies": Latencies.Meta.example,
        }
