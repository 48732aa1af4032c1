"""Single runs, and signs of life, to be read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from config import clock
from config.desk import links, showing
from config.desk.groups import Group
from config.desk.inputs import told
from config.desk.marks import badge
from config.desk.pages import ReadOnlyAdmin
from config.jobs import heartbeats, registry
from config.jobs.desk.pages import outcome_of, took
from config.jobs.models import Heartbeat, TaskRun


class JobName(admin.SimpleListFilter):
    """One of the jobs that there are."""

    title = _("job")
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(job.name, job.name) for job in registry.jobs()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(name=self.value()) if self.value() else queryset


@admin.register(TaskRun)
class TaskRunAdmin(ReadOnlyAdmin):
    """Runs, newest first."""

    group = Group.OPERATIONS
    change_list_template = "admin/operations_list.html"
    list_display = ("id", "job", "state", "started", "duration", "attempts", "counted", "failure")
    list_filter = (JobName, "outcome")
    search_fields = ("id__exact", "name__exact")
    search_newest = ("request_id__exact", "error__icontains")
    search_help_text = _("Id or job; a request's id or words of an error among the newest 10,000.")
    ordering = ("-id",)
    sortable_by = ()
    fields = ("id", "name", "slot", "outcome", "attempts", "due_at", "started_at", "alive_at", "finished_at")
    readonly_fields = ("whole_error", "given", "counted")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, "given", "counted", "whole_error", "request_id"]

    def facts(self, row: TaskRun) -> list[tuple[Any, Any]]:
        return [
            (_("Job"), self.job(row)),
            (_("Outcome"), self.state(row)),
            (_("Started"), told(row.started_at) or links.NONE),
            (_("Took"), took(row) or links.NONE),
            (_("Counts"), self.counted(row)),
            (_("Error"), showing.last_line(row.error) or links.NONE),
            (_("Request"), self.request(row)),
        ]

    def request(self, row: TaskRun) -> Any:
        """What the run did that the audit keeps."""
        if not row.request_id:
            return links.NONE
        return links.to_rows("audit.AuditEntry", row.request_id, request=row.request_id)

    @admin.display(description=_("job"))
    def job(self, row: TaskRun) -> Any:
        return format_html('<a href="{}?job={}">{}</a>', reverse("admin:jobs"), row.name, row.name)

    @admin.display(description=_("outcome"))
    def state(self, row: TaskRun) -> Any:
        return outcome_of(row)

    @admin.display(description=_("started"))
    def started(self, row: TaskRun) -> str:
        return told(row.started_at or row.due_at)

    @admin.display(description=_("took"))
    def duration(self, row: TaskRun) -> str:
        return took(row)

    @admin.display(description=_("counts"))
    def counted(self, row: TaskRun) -> str:
        return ", ".join(f"{name} {count}" for name, count in row.counts.items()) or links.NONE

    @admin.display(description=_("error"))
    def failure(self, row: TaskRun) -> str:
        return showing.last_line(row.error)

    @admin.display(description=_("error"))
    def whole_error(self, row: TaskRun) -> Any:
        return showing.as_text(row.error)

    @admin.display(description=_("arguments"))
    def given(self, row: TaskRun) -> Any:
        return showing.as_json(row.arguments)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """Who lives, and who is missed."""

    group = Group.OPERATIONS
    list_display = ("name", "at", "age", "state")
    search_fields = ("name__exact",)
    ordering = ("name",)

    @admin.display(description=_("age"))
    def age(self, row: Heartbeat) -> str:
        return f"{self._seconds(row):.0f} s"

    @admin.display(description=_("state"))
    def state(self, row: Heartbeat) -> Any:
        return badge(_("late"), "bad") if self._seconds(row) > heartbeats.LATE_SECONDS else badge(_("alive"), "good")

    def _seconds(self, row: Heartbeat) -> float:
        return max((clock.now() - row.at).total_seconds(), 0.0)
