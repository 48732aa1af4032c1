"""Runs of jobs and signs of life in the admin, to be read."""

from __future__ import annotations

from django.contrib import admin

from config.jobs.models import Heartbeat, TaskRun
from config.readonly import ReadOnlyAdmin


@admin.register(TaskRun)
class TaskRunAdmin(ReadOnlyAdmin):
    """Runs, newest first."""

    list_display = ("id", "name", "slot", "outcome", "attempts", "started_at", "finished_at", "counts")
    list_filter = ("outcome",)
    search_fields = ("=name",)
    ordering = ("-id",)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """Which processes live."""

    list_display = ("name", "at")
    ordering = ("name",)
