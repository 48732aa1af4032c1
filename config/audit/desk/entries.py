"""What staff and security did, with what was before and after, and the seal."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from config import clock, csvio
from config.api.streaming import streamed
from config.audit import exporting, queries
from config.audit.desk.filters import Action, Actor, Days, OfRequest, Target
from config.audit.models import AuditEntry, AuditRedaction, AuditSeal
from config.desk import access, links, showing
from config.desk.groups import Group
from config.desk.inputs import told
from config.desk.marks import badge
from config.desk.pages import ReadOnlyAdmin

# By what the list may be narrowed: as history links of rows do, and by its filters.
TARGET = ("target_type", "target_id", "target_type__exact", "target_id__exact")
LOOKUPS = frozenset({*TARGET, "action_is", "actor", "target", "from", "to", "request"})


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Entries, newest first: to be read, and by nobody changed."""

    group = Group.SECURITY
    change_list_template = "admin/audit/entries.html"
    change_form_template = "admin/audit/entry.html"
    list_display = ("id", "when", "action", "actor", "target", "reason", "address", "seal")
    list_filter = (Action, Actor, Target, Days, OfRequest)
    search_fields = ("id__exact", "request_id__exact", "action__exact")
    search_help_text = _("Id of the entry or of a request, or an action.")
    ordering = ("-id",)
    sortable_by = ()
    fields = ("id", "when", "action", "actor_name", "actor_id", "target", "reason", "request_id", "address")
    readonly_fields = ("when", "target")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        return queries.visible_to(request.user)  # type: ignore[arg-type]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No other column: it would be looked for in every row."""
        return lookup in LOOKUPS

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="audit_auditentry_export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        may_export = access.may(request.user, AuditEntry, "export")
        return super().changelist_view(request, {"may_export": may_export, **(extra_context or {})})

    def export_view(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """The rows of the list as it is narrowed, as a file."""
        if not access.may(request.user, AuditEntry, "export"):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        rows = self.get_changelist_instance(request).get_queryset(request)
        filters = {name: value for name, value in request.GET.items() if value}
        exporting.note_export(actor=request.user, filters=filters)  # type: ignore[arg-type]
        without = [name for name in exporting.COLUMNS if not access.may_see_field(request.user, AuditEntry, name)]
        name = f"audit-{clock.now():%Y%m%dT%H%M%SZ}.csv"
        return streamed(request, exporting.lines(rows, without=without), media=csvio.CONTENT_TYPE, name=name)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the numbers of its seals asked for once."""
        changelist = super().get_changelist_instance(request)
        numbers = queries.sequences(row.pk for row in changelist.result_list)
        for row in changelist.result_list:
            row.seal_number = numbers.get(row.pk)
        return changelist

    def facts(self, row: AuditEntry) -> list[tuple[Any, Any]]:
        return [
            (_("When"), self.when(row)),
            (_("Action"), row.action),
            (_("Actor"), self.actor(row)),
            (_("Target"), self.target(row)),
            (_("Reason"), row.reason or links.NONE),
            (_("Request"), self.request(row)),
            (_("Events of the request"), self.events(row)),
            (_("Seal"), self.seal_now(row)),
        ]

    @admin.display(description=_("when"))
    def when(self, row: AuditEntry) -> str:
        return told(row.at)

    @admin.display(description=_("actor"))
    def actor(self, row: AuditEntry) -> Any:
        return links.to_key("accounts.User", row.actor_id, row.actor_name) if row.actor_id else _("no account")

    @admin.display(description=_("target"))
    def target(self, row: AuditEntry) -> Any:
        return showing.to_thing(row.target_type, row.target_id) if row.target_type else links.NONE

    @admin.display(description=_("seal"))
    def seal(self, row: Any) -> Any:
        if row.seal_number is None:
            return badge(_("waiting"))
        return links.to_key(AuditSeal, row.seal_number, row.seal_number)

    def seal_now(self, row: AuditEntry) -> Any:
        """Whether the entry is what was sealed, looked at while the page is made."""
        seal = queries.seal_of(row)
        if seal is None:
            return badge(_("waits for its seal"))
        said = _("sealed as number %(number)s; verified at %(time)s:") % {
            "number": seal.sequence,
            "time": told(clock.now()),
        }
        found = badge(_("unchanged"), "good") if seal.holds else badge(_("CHANGED"), "bad")
        return format_html("{} {}", said, found)

    def request(self, row: AuditEntry) -> Any:
        """What else the same request did."""
        return links.to_rows(AuditEntry, row.request_id, request=row.request_id) if row.request_id else links.NONE

    def events(self, row: AuditEntry) -> Any:
        """What the same request recorded, as far as it is among the newest."""
        return links.to_rows("events.DomainEvent", _("in the log"), q=row.request_id) if row.request_id else links.NONE

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        row = options.get("obj")
        context["difference"] = showing.difference(row.before, row.after) if row else ""
        return super().render_change_form(request, context, *args, **options)


@admin.register(AuditSeal)
class AuditSealAdmin(ReadOnlyAdmin):
    """The chain, newest first."""

    group = Group.SECURITY
    list_display = ("sequence", "entry", "hash")
    search_fields = ("sequence__exact", "entry_id__exact")
    search_help_text = _("Number of the seal, or id of the entry.")
    ordering = ("-sequence",)
    sortable_by = ()

    @admin.display(description=_("entry"))
    def entry(self, row: AuditSeal) -> Any:
        return links.to_key(AuditEntry, row.entry_id, row.entry_id)


@admin.register(AuditRedaction)
class AuditRedactionAdmin(ReadOnlyAdmin):
    """Entries that say nothing of an erased person any more, newest first."""

    group = Group.SECURITY
    list_display = ("id", "entry", "noted", "hash")
    search_fields = ("entry_id__exact", "noted_in__exact")
    search_help_text = _("Id of the entry, or of the one that notes its redaction.")
    ordering = ("-id",)
    sortable_by = ()

    @admin.display(description=_("entry"))
    def entry(self, row: AuditRedaction) -> Any:
        return links.to_key(AuditEntry, row.entry_id, row.entry_id)

    @admin.display(description=_("noted in"))
    def noted(self, row: AuditRedaction) -> Any:
        return links.to_key(AuditEntry, row.noted_in, row.noted_in)
