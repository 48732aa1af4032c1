"""Where workbooks may come from, on the desk: administrators keep sources and their signing keys, by services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.deeds import Deed, NothingAsked
from config.desk.groups import Group
from config.desk.marks import badge, moment
from config.desk.pages import FormAdmin, ReadOnlyAdmin
from config.roles import Viewer
from workbooks.embeds import services
from workbooks.embeds.choices import Verdict
from workbooks.embeds.models import EmbedSource, Probe, SigningKey
from workbooks.embeds.parsing import LONGEST_URL


class LinesField(forms.CharField):
    """A list of words, one a line."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


class SourceForm(forms.ModelForm):
    """A source. Hosts, paths and the flags of its frame stand one a line."""

    hosts = LinesField(label=_("Hosts"), help_text=_("One a line: app.example.com, or *.example.com for all below."))
    paths = LinesField(label=_("Paths"), help_text=_("One a line; * is any one segment, ** at the end one or more."))
    sandbox = LinesField(label=_("Flags of the frame"), required=False, help_text=_("One a line: allow-scripts …"))

    class Meta:
        model = EmbedSource
        fields = ("name", "slug", "hosts", "paths", "access", "sandbox", "aspect_ratio", "is_active")


@admin.register(EmbedSource)
class EmbedSourceAdmin(FormAdmin):
    """Sources, with the hosts they claim."""

    group = Group.CONTENT
    audit_target = "embed_source"
    form = SourceForm
    list_display = ("name", "slug", "access", "claims", "use")
    list_filter = ("access", "is_active")
    search_fields = ("slug__exact", "name__icontains")
    search_help_text = _("A part of the name.")
    ordering = ("name", "id")
    change_form_template = "admin/embeds/source.html"
    longest_url = LONGEST_URL

    def save_by_service(self, request: HttpRequest, row: Model | None, data: Mapping[str, Any]) -> Model:
        actor: Any = request.user
        source = EmbedSource.objects.get(pk=row.pk) if row is not None else EmbedSource()
        for name, value in data.items():
            setattr(source, name, value)
        return services.keep_source(actor=actor, source=source)

    @admin.display(description=_("hosts"))
    def claims(self, row: EmbedSource) -> str:
        return ", ".join(row.hosts)

    @admin.display(description=_("use"), ordering="is_active")
    def use(self, row: EmbedSource) -> Any:
        return badge(_("in use"), "good") if row.is_active else badge(_("out of use"))

    def audit_id(self, row: EmbedSource) -> str:
        return row.slug

    def facts(self, row: EmbedSource) -> list[tuple[Any, Any]]:
        key = SigningKey.objects.filter(source=row).first()
        return [
            (_("Use"), self.use(row)),
            (_("Access"), row.get_access_display()),
            (_("Workbooks"), links.to_rows("workbooks.Workbook", _("Those from here"), source__id__exact=row.pk)),
            (_("Verdicts"), links.to_rows("workbooks.Probe", _("What was seen at its URLs"), q=_host_in(row))),
            (_("Signing key"), links.to_row(key, key.client_id) if key else links.NONE),
        ]


def _host_in(source: EmbedSource) -> str:
    """What the URLs of the source have in them."""
    return str(source.hosts[0]).removeprefix("*.") if source.hosts else ""


class KeyForm(forms.ModelForm):
    """A signing key. Its secret goes in and never comes out."""

    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Left empty, the one that is there stays. It is kept sealed and shown nowhere."),
    )
    teams = LinesField(label=_("Teams"), required=False, help_text=_("One a line."))

    class Meta:
        model = SigningKey
        fields = ("source", "client_id", "lifetime_seconds", "sends_names", "account_type", "teams", "user_attributes")

    def clean_user_attributes(self) -> dict[str, Any]:
        """An empty field says nothing of the viewer."""
        said = self.cleaned_data["user_attributes"] or {}
        if not isinstance(said, dict):
            raise forms.ValidationError(_("These are names with their values: {}."), code="not_an_object")
        return said


def _remove_key(actor: Viewer, row: SigningKey, data: Mapping[str, Any]) -> None:
    services.remove_signing_key(actor=actor, key=row)


@admin.register(SigningKey)
class SigningKeyAdmin(FormAdmin):
    """What signed URLs are signed with."""

    group = Group.CONTENT
    form = KeyForm
    deeds = (
        Deed(
            name="remove",
            label=_("Remove"),
            explains=_("The key is removed; workbooks of its source that need it can no longer be shown."),
            does=_remove_key,
            form=NothingAsked,
            many=False,
            tone="bad",
        ),
    )
    list_display = ("client_id", "of_source", "lifetime_seconds", "updated_at")
    list_select_related = ("source",)
    ordering = ("source__name", "id")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A secret is sealed for its source, so that a key stays with the one it was entered for."""
        return () if obj is None else ("source",)

    def save_by_service(self, request: HttpRequest, row: Model | None, data: Mapping[str, Any]) -> Model:
        actor: Any = request.user
        values = {name: value for name, value in data.items() if name != "secret"}
        if isinstance(row, SigningKey):
            values["source_id"] = row.source_id
        key = SigningKey(**values)
        return services.keep_signing_key(actor=actor, key=key, secret=data["secret"])

    @admin.display(description=_("source"))
    def of_source(self, row: SigningKey) -> Any:
        return links.to_row(row.source)


@admin.register(Probe)
class ProbeAdmin(ReadOnlyAdmin):
    """What was last seen at the URLs of workbooks."""

    group = Group.CONTENT
    list_display = ("url", "verdict_mark", "status_code", "checked", "due")
    list_filter = ("verdict",)
    search_fields = ("id__exact",)
    search_newest = ("url__icontains",)
    search_help_text = _("A part of a URL, among the newest 10,000.")
    exclude = ("url_key",)
    ordering = ("-id",)

    @admin.display(description=_("verdict"), ordering="verdict")
    def verdict_mark(self, row: Probe) -> Any:
        tone = "good" if row.verdict == Verdict.OK else "" if row.verdict == Verdict.PENDING else "bad"
        return badge(row.get_verdict_display(), tone)  # type: ignore[arg-type]

    @admin.display(description=_("looked at"))
    def checked(self, row: Probe) -> Any:
        return moment(row.checked_at)

    @admin.display(description=_("looked at next"), ordering="due_at")
    def due(self, row: Probe) -> Any:
        return moment(row.due_at)
