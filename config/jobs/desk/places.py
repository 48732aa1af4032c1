"""Where jobs stand on the desk: their page, and the figures of the start page."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from config.desk.figures import Value, by_day, register_chart, register_figure
from config.desk.groups import Group
from config.desk.site import register_page
from config.jobs import queries
from config.jobs.desk.pages import jobs_page
from config.jobs.models import Outcome, TaskRun
from config.roles import Role


def _failed() -> Value:
    count = queries.failed_lately()
    return Value(count, note=_("in the last 24 hours"), tone="warn" if count else "good")


def _late() -> Value:
    count = sum(sign.is_late for sign in queries.signs())
    return Value(count, tone="bad" if count else "good")


def register() -> None:
    """Called when the app is ready."""
    register_page("jobs/", "jobs", jobs_page, label=_("Jobs"), group=Group.OPERATIONS)
    label = TaskRun._meta.label
    register_figure(
        "failed-runs",
        label=_("Failed runs"),
        read=_failed,
        group=Group.OPERATIONS,
        role=Role.MANAGER,
        link=(label, {"outcome__exact": Outcome.FAILED.value}),
    )
    register_figure(
        "late-processes",
        label=_("Late processes"),
        read=_late,
        group=Group.OPERATIONS,
        role=Role.MANAGER,
        link=("jobs.Heartbeat", {}),
        kept=timedelta(seconds=15),
    )
    register_chart(
        "failed-runs-by-day",
        title=_("Failed and lost runs by day"),
        series=[Outcome.FAILED.label, Outcome.LOST.label],
        read=lambda days: [
            by_day(TaskRun.objects.filter(outcome=outcome), "due_at", days)
            for outcome in (Outcome.FAILED, Outcome.LOST)
        ],
        group=Group.OPERATIONS,
        role=Role.MANAGER,
    )
