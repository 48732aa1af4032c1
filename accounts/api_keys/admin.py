"""Keys on the desk, with charts of what they used. Digests stay where they are; a key's text was never kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.api_keys import queries, services
from accounts.api_keys.latency import COLUMNS, p95_ms
from accounts.api_keys.minting import START
from accounts.api_keys.models import ApiKey, ApiKeyUsage
from accounts.api_keys.shapes import state_of
from config.desk import links
from config.desk.charts import Series, bar_chart, line_chart
from config.desk.deeds import Deed, ReasonForm
from config.desk.filters import MadeFilter, SetFilter
from config.desk.groups import Group
from config.desk.marks import Tone, badge, moment
from config.desk.pages import ReadOnlyAdmin
from config.roles import Viewer

CHARTED_DAYS = 30
TONES: dict[str, Tone] = {"live": "good", "expired": "warn", "revoked": "bad"}
STATES = {"live": _("live"), "expired": _("expired"), "revoked": _("revoked")}


def revoke(actor: Viewer, row: ApiKey, data: Mapping[str, Any]) -> None:
    """End the key, for the reason that was given."""
    services.revoke_key(actor=actor, key_id=row.pk, why=data["reason"])


REVOKE = Deed(
    name="revoke",
    label=_("Revoke"),
    explains=_("Within a second the key is refused everywhere, for good. Whatever program uses it stops."),
    does=revoke,
    form=ReasonForm,
    fits=lambda row: row.revoked_at is None,
    tone="bad",
)


class RevokedFilter(SetFilter):
    """Whether a key was revoked."""

    title = _("revoked")
    parameter_name = "revoked"
    field = "revoked_at"


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """All keys, the newest first."""

    group = Group.SECURITY
    place = 15
    audit_target = "api_key"
    deeds = (REVOKE,)
    list_display = ("name", "begins", "account", "state", "made", "expires", "used")
    list_select_related = ("user",)
    list_filter = (RevokedFilter, MadeFilter)
    search_fields = ("prefix__exact", "id__exact", "user__username__exact")
    search_help_text = _("A username, the id of a key, or the twelve letters after sp_ that it begins with.")
    ordering = ("-id",)
    fields = ("requests_by_day", "latency_by_day")
    readonly_fields = ("requests_by_day", "latency_by_day")

    @admin.display(description=_("begins with"))
    def begins(self, row: ApiKey) -> str:
        return f"{START}{row.prefix}"

    @admin.display(description=_("account"))
    def account(self, row: ApiKey) -> Any:
        return links.to_row(row.user)

    @admin.display(description=_("state"))
    def state(self, row: ApiKey) -> Any:
        state = state_of(row)
        return badge(STATES[state], TONES[state])

    @admin.display(description=_("made"), ordering="id")
    def made(self, row: ApiKey) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("expires"), ordering="expires_at")
    def expires(self, row: ApiKey) -> Any:
        return moment(row.expires_at)

    @admin.display(description=_("last used"))
    def used(self, row: ApiKey) -> Any:
        return moment(row.last_used_at) if row.last_used_at else links.NONE

    def facts(self, row: ApiKey) -> list[tuple[Any, Any]]:
        usual = _("the installation's")
        return [
            (_("Account"), links.to_row(row.user)),
            (_("Made by"), links.to_row(row.made_by)),
            (_("State"), self.state(row)),
            (_("Begins with"), self.begins(row)),
            (_("Scopes"), ", ".join(row.scopes)),
            (_("Requests a minute"), row.rate_per_minute or usual),
            (_("Daily quota"), usual if row.daily_quota is None else row.daily_quota or _("none")),
            (_("Monthly quota"), usual if row.monthly_quota is None else row.monthly_quota or _("none")),
            (_("Made"), moment(row.created_at)),
            (_("Expires"), moment(row.expires_at)),
            (_("Last used"), self.used(row)),
            (_("Use by endpoint"), links.to_rows("accounts.ApiKeyUsage", _("All days"), key__id__exact=row.pk)),
        ]

    def told(self, row: ApiKey) -> Any:
        return str(row)

    def api_url(self, row: ApiKey) -> str:
        return f"/api/v1/auth/api-keys/{row.pk}"

    @admin.display(description=_("requests by day"))
    def requests_by_day(self, row: ApiKey) -> Any:
        days = queries.usage_by_day(row.pk, CHARTED_DAYS)
        good = [day["count"] - day["errors_4xx"] - day["errors_5xx"] for day in days]
        return bar_chart(
            "requests",
            _("Requests of the last 30 days"),
            labels=[str(day["day"]) for day in days],
            series=[
                Series(_("answered"), good),
                Series(_("refused (4xx)"), [day["errors_4xx"] for day in days]),
                Series(_("failed (5xx)"), [day["errors_5xx"] for day in days]),
            ],
        )

    @admin.display(description=_("latency by day"))
    def latency_by_day(self, row: ApiKey) -> Any:
        days = queries.usage_by_day(row.pk, CHARTED_DAYS)
        return line_chart(
            "latency",
            _("Latency of the last 30 days"),
            labels=[str(day["day"]) for day in days],
            series=[
                Series(_("mean"), [day["total_us"] / day["count"] / 1_000 if day["count"] else 0 for day in days]),
                Series(_("95 of 100 within"), [p95_ms([day[column] for column in COLUMNS]) or 0 for day in days]),
            ],
            unit="ms",
        )


@admin.register(ApiKeyUsage)
class ApiKeyUsageAdmin(ReadOnlyAdmin):
    """What keys used, by endpoint and day."""

    group = Group.SECURITY
    place = 16
    list_display = ("day", "of_key", "method", "route", "count", "errors_4xx", "errors_5xx", "mean", "most")
    list_select_related = ("key",)
    list_filter = (("day", admin.DateFieldListFilter),)
    search_fields = ("key__id__exact", "key__prefix__exact")
    search_help_text = _("The id of a key, or the twelve letters after sp_ that it begins with.")
    ordering = ("-id",)

    @admin.display(description=_("API key"))
    def of_key(self, row: ApiKeyUsage) -> Any:
        return links.to_row(row.key)

    @admin.display(description=_("mean, ms"))
    def mean(self, row: ApiKeyUsage) -> float:
        return round(row.total_us / row.count / 1_000, 1) if row.count else 0.0

    @admin.display(description=_("95 of 100 within, ms"))
    def most(self, row: ApiKeyUsage) -> Any:
        return p95_ms([getattr(row, column) for column in COLUMNS]) or links.NONE
