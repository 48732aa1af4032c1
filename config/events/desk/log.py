"""What happened, newest first, found by kind, subject, actor and days; with millions of rows as with ten."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from config.db import is_postgres
from config.desk import links, showing
from config.desk.counting import MOST_COUNTED, BoundedPaginator
from config.desk.groups import Group
from config.desk.inputs import DaysFilter, MemberFilter, TextFilter, told
from config.desk.pages import ReadOnlyAdmin
from config.events.event import event_classes
from config.events.models import DomainEvent


class Kind(admin.SimpleListFilter):
    """One of the kinds that are known."""

    title = _("kind")
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(cls.wire, cls.wire) for cls in event_classes()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(name=self.value()) if self.value() else queryset


class Subject(TextFilter):
    """What it happened to."""

    title = _("subject")
    parameter_name = "subject"
    help_text = _("such as user:018f…")

    def narrowed(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(subject=text)


class Actor(MemberFilter):
    """Who did it."""

    title = _("actor")
    parameter_name = "actor"


class Days(DaysFilter):
    """When it happened."""

    title = _("days")
    column = "occurred_at"


class LogPaginator(BoundedPaginator):
    """Counts along an index: PostgreSQL would rather begin to read the table, which ends late where a kind is rare."""

    @cached_property
    def counted(self) -> int:
        rows: Any = self.object_list
        with transaction.atomic():
            if is_postgres():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
            return int(rows.order_by()[: MOST_COUNTED + 1].count())


@admin.register(DomainEvent)
class DomainEventAdmin(ReadOnlyAdmin):
    """The log. No list reads more of it than it shows: each way to narrow it walks an index."""

    group = Group.OPERATIONS
    change_list_template = "admin/operations_list.html"
    change_form_template = "admin/events/event.html"
    list_display = ("id", "name", "about", "actor", "when", "request")
    list_filter = (Kind, Subject, Actor, Days)
    search_fields = ("id__exact", "subject__exact", "name__exact")
    search_newest = ("request_id__exact",)
    search_help_text = _("Id, subject or kind; a request's id among the newest 10,000.")
    paginator = LogPaginator
    ordering = ("-id",)
    sortable_by = ()
    fields = ("id", "name", "subject", "actor_id", "when", "request_id")
    readonly_fields = ("when",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No filter but those above: any other column would be looked for in every row."""
        return lookup in {"name", "subject", "actor", "from", "to"}

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the names of those who acted asked for once."""
        changelist = super().get_changelist_instance(request)
        ids = {row.actor_id for row in changelist.result_list if row.actor_id}
        people = get_user_model()._default_manager.filter(pk__in=ids)
        names = {person.pk: person.get_username() for person in people}
        for row in changelist.result_list:
            row.actor_name = names.get(row.actor_id, str(row.actor_id))
        return changelist

    def facts(self, row: DomainEvent) -> list[tuple[Any, Any]]:
        person = get_user_model()._default_manager.filter(pk=row.actor_id).first() if row.actor_id else None
        return [
            (_("When"), self.when(row)),
            (_("About"), self.about(row)),
            (_("Actor"), links.to_row(person)),
            (_("Request"), self.request(row)),
        ]

    @admin.display(description=_("when"))
    def when(self, row: DomainEvent) -> str:
        return told(row.occurred_at)

    @admin.display(description=_("subject"))
    def about(self, row: DomainEvent) -> Any:
        word, _colon, key = row.subject.partition(":")
        return showing.to_thing(word, key, row.subject)

    @admin.display(description=_("actor"))
    def actor(self, row: Any) -> Any:
        return links.to_key("accounts.User", row.actor_id, row.actor_name)

    @admin.display(description=_("request"))
    def request(self, row: DomainEvent) -> Any:
        if not row.request_id:
            return links.NONE
        return links.to_rows("audit.AuditEntry", row.request_id, request=row.request_id)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        row = options.get("obj")
        context["content"] = showing.as_json(row.payload) if row else ""
        return super().render_change_form(request, context, *args, **options)
