"""`/notifications/preferences`: by what channel the member is told of what, how often, and when not."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from config.errors import InvalidInput
from config.pages.view import SeeOther
from notifications.pages.inbox import Own
from notifications.preferences import queries, services, shapes
from notifications.preferences.choices import Digest
from notifications.preferences.services import Changes
from notifications.types import Category, Channel, types

DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
ALREADY_SET = _("You have set several quiet hours over the API; they stay as they are unless you set others here.")


class PreferencesForm(forms.Form):
    """All but the matrix: the limit, the digest, one quiet time."""

    digest = forms.ChoiceField(label=_("Collect mails"), choices=Digest.choices)
    rate_limit = forms.IntegerField(
        label=_("At most so many messages an hour"),
        required=False,
        min_value=1,
        max_value=1_000,
        help_text=_("Empty: no limit. What is beyond it comes with the next digest."),
    )
    timezone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        help_text=_("Empty: that of your profile."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    days = forms.MultipleChoiceField(
        label=_("Quiet on"), choices=list(DAYS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    start = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        """A quiet time has days, a beginning and an end; or nothing of it."""
        data: dict[str, Any] = super().clean() or {}
        given = [bool(data.get("days")), data.get("start") is not None, data.get("end") is not None]
        if any(given) and not all(given):
            self.add_error("days", _("A quiet time has days, a beginning and an end."))
        return data


class PreferencesPage(Own):
    """The page and its form."""

    http_method_names = ["get", "head", "post", "options"]

    def back(self, request: HttpRequest) -> str:
        return reverse("notification-preferences-page")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(saved=request.GET.get("saved") == "1")

    def post(self, request: HttpRequest) -> HttpResponse:
        self.member()
        form = PreferencesForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=400)
        data = form.cleaned_data
        changes = Changes(
            matrix=_matrix(request.POST),
            digest=data["digest"],
            rate_limit=data["rate_limit"],
            no_limit=data["rate_limit"] is None,
            timezone=data["timezone"],
            ranges=self._ranges(data),
        )
        try:
            services.change_preferences(member=self.member(), changes=changes)
        except InvalidInput as refused:
            for error in refused.errors:
                field = "timezone" if error.field.endswith("timezone") else "days"
                form.add_error(field, error.message)
            return self.show(form, status=400)
        return SeeOther(f"{self.back(request)}?saved=1")

    def _ranges(self, data: dict[str, Any]) -> list[dict[str, Any]] | None:
        """The one quiet time; None where several were set elsewhere and none is set here."""
        if data["days"]:
            clock = {name: data[name].strftime("%H:%M") for name in ("start", "end")}
            return [{"days": data["days"], **clock}]
        return None if len(queries.row_of(self.member_id()).ranges) > 1 else []

    def show(self, form: PreferencesForm | None = None, *, saved: bool = False, status: int = 200) -> HttpResponse:
        """The page as it stands for the member."""
        now = shapes.preferences(queries.row_of(self.member_id()))
        ranges = now["quiet_hours"]["ranges"]
        one = ranges[0] if len(ranges) == 1 else {}
        initial = {
            "digest": now["digest"],
            "rate_limit": now["rate_limit_per_hour"],
            "timezone": queries.row_of(self.member_id()).timezone,
            **one,
        }
        values = {
            "form": form or PreferencesForm(initial=initial),
            "groups": _groups(now["matrix"]),
            "channels": Channel.choices,
            "zones": sorted(available_timezones()),
            "several": ALREADY_SET if len(ranges) > 1 else "",
            "saved": saved,
        }
        return self.render("notifications/preferences.html", values, status=status)


def _choosable() -> list[Any]:
    return [declared for declared in types() if not declared.is_mandatory]


def _matrix(sent: QueryDict) -> dict[str, dict[str, bool]]:
    """The boxes as they were sent: one that was not ticked is a no."""
    ticked = set(sent.getlist("told"))
    return {
        declared.name: {channel.value: f"{declared.name} {channel.value}" in ticked for channel in Channel}
        for declared in _choosable()
    }


def _groups(matrix: dict[str, dict[str, bool]]) -> list[tuple[Any, list[tuple[str, Any, list[tuple[str, Any, bool]]]]]]:
    """By category: each type's name, what it is called, and a box for each channel."""
    groups = []
    for category in Category:
        rows = [
            (
                declared.name,
                declared.label,
                [(f"{declared.name} {ch.value}", ch.label, matrix[declared.name][ch.value]) for ch in Channel],
            )
            for declared in _choosable()
            if declared.category == category
        ]
        if rows:
            groups.append((category.label, rows))
    return groups


urlpatterns: list[URLPattern] = [
    path("notifications/preferences", PreferencesPage.as_view(), name="notification-preferences-page"),
]
