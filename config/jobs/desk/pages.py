"""All jobs with their schedule and what came of it; one job's durations and failures; running one now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.desk import access, links, showing
from config.desk.charts import Series, line_chart
from config.desk.doing import sentence
from config.desk.inputs import told
from config.desk.marks import badge
from config.desk.site import desk_page
from config.errors import DomainError
from config.jobs import acts, queries, registry
from config.jobs.models import Outcome, TaskRun

PAGE = "page:jobs"
TONES: dict[str, Any] = {Outcome.DONE: "good", Outcome.FAILED: "bad", Outcome.LOST: "bad", Outcome.RUNNING: "warn"}
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def in_words(length: timedelta | None) -> str:
    """How often: `5 min`, `1 h`; nothing for a job without a schedule."""
    if length is None:
        return _("when asked")
    seconds = int(length.total_seconds())
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    return _("every %(count)d %(unit)s") % {"count": seconds // size, "unit": unit}


def outcome_of(run: TaskRun) -> Any:
    """The outcome as a badge."""
    return badge(Outcome(run.outcome).label, TONES.get(run.outcome, ""))


def took(run: TaskRun) -> str:
    """How long the run took."""
    seconds = queries.seconds_of(run)
    return "" if seconds is None else f"{seconds:.2f} s"


def jobs_page(request: HttpRequest) -> HttpResponse:
    """All jobs, or with `?job=` one; a POST has one run."""
    name = request.GET.get("job", "")
    if request.method == "POST":
        return _run(request, name)
    if not name:
        return _all(request)
    declared = registry.find(name)
    if declared is None:
        raise Http404
    if "run" in request.GET:
        _check(request)
        context = {"job": name, "back": f"?job={name}"}
        return desk_page(request, _("Run %(job)s now") % {"job": name}, "admin/jobs/run.html", context)
    return _one(request, declared)


def _check(request: HttpRequest) -> None:
    if not access.may(request.user, PAGE, "run_now"):
        raise PermissionDenied


def _run(request: HttpRequest, name: str) -> HttpResponse:
    _check(request)
    try:
        acts.run_now(name=name, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The job runs as soon as somebody is free to do it."))
    except DomainError as refused:
        messages.error(request, sentence(refused))
    return HttpResponseRedirect(f"?job={name}" if registry.find(name) else request.path)


def _all(request: HttpRequest) -> HttpResponse:
    rows = [
        {
            "name": state.name,
            "every": in_words(state.every),
            "next": told(state.next_slot),
            "last": told(state.last.started_at or state.last.due_at) if state.last else "",
            "outcome": outcome_of(state.last) if state.last else links.NONE,
            "took": took(state.last) if state.last else "",
            "done": state.ended.get(Outcome.DONE, 0),
            "failed": state.ended.get(Outcome.FAILED, 0) + state.ended.get(Outcome.LOST, 0),
        }
        for state in queries.job_states()
    ]
    return desk_page(request, _("Jobs"), "admin/jobs/all.html", {"jobs": rows, "signs": queries.signs()})


def _one(request: HttpRequest, declared: registry.Job) -> HttpResponse:
    state = next(state for state in queries.job_states() if state.name == declared.name)
    runs = queries.ended_runs(declared.name)
    chart = line_chart(
        "durations",
        _("How long the newest runs took"),
        labels=[date_format(run.started_at, "H:i") for run in runs if run.started_at],
        series=[Series(_("seconds"), [round(queries.seconds_of(run) or 0.0, 3) for run in runs])],
        unit="s",
        heading=_("Started"),
        sums=False,
    )
    failures = [
        (links.to_row(run, f"#{run.pk}"), told(run.due_at), outcome_of(run), showing.as_text(run.error))
        for run in queries.failures(declared.name)
    ]
    facts = [
        (_("Schedule"), in_words(declared.every)),
        (_("Next slot"), told(state.next_slot) or links.NONE),
        (_("Queue"), declared.queue),
        (_("Tries"), declared.tries if declared.is_retried else 1),
        (_("Last outcome"), outcome_of(state.last) if state.last else links.NONE),
        (_("Runs of the last day"), ", ".join(f"{Outcome(o).label} {n}" for o, n in state.ended.items()) or links.NONE),
        (_("All runs"), links.to_rows(TaskRun, _("list"), name=declared.name)),
    ]
    context = {
        "job": declared.name,
        "about": (declared.body.__doc__ or "").strip(),
        "facts": facts,
        "chart": chart,
        "failures": failures,
        "may_run": declared.every is not None and access.may(request.user, PAGE, "run_now"),
    }
    return desk_page(request, declared.name, "admin/jobs/one.html", context)
