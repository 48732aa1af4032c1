"""What staff do with jobs: have one run now, beside its schedule. An audit row says who did."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from config.audit import note
from config.db import wait_lock
from config.errors import Conflict, Forbidden, NotFound
from config.jobs import registry
from config.jobs.models import Outcome, TaskRun
from config.roles import Role, Viewer


class JobUnderWay(Conflict):
    """A run of it waits already, or has not ended yet."""

    code = "job_under_way"
    detail = _("A run of this job is under way or waits already.")


@transaction.atomic
def run_now(*, name: str, actor: Viewer) -> TaskRun:
    """Have a scheduled job run once more, as soon as this is committed."""
    if actor.role != Role.ADMIN:
        raise Forbidden()
    declared = registry.find(name)
    if declared is None or declared.every is None:
        raise NotFound()
    wait_lock(f"config.jobs.run_now:{declared.name}")
    if TaskRun.objects.filter(name=name, outcome__in=[Outcome.WAITING, Outcome.RUNNING]).exists():
        raise JobUnderWay()
    run = declared.send()
    note(action="job.run", actor=actor, target=("job", name[:64]), after={"run": run.pk})
    return run
