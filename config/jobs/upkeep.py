"""The upkeep of runs: what was lost is found, what was missed is posted, what is old goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max

from config import clock
from config.jobs import registry, running
from config.jobs.models import Heartbeat, Outcome, TaskRun

SILENT_AFTER = timedelta(seconds=35)
MISSED_AFTER = timedelta(seconds=60)
KEEP = timedelta(days=30)
KEEP_FREQUENT = timedelta(days=2)
FREQUENT = timedelta(minutes=5)
DELETED_AT_ONCE = 5000


def recover_lost() -> int:
    """Runs whose process has said nothing for too long are tried again, or closed as lost."""
    silent = TaskRun.objects.filter(outcome=Outcome.RUNNING, alive_at__lt=clock.now() - SILENT_AFTER)
    count = 0
    for run in silent.order_by("id")[:1000]:
        running.set_back(run, Outcome.LOST, "The process that ran it ended without a result.")
        count += 1
    return count


def run_due(seen: dict[str, datetime] | None = None) -> int:
    """Run, here and now, every slot that has begun and has no run, and every run that waits; how many were run.

    `seen` remembers the slots a long-lived caller has looked at, so that it asks the database once for each.
    """
    done = 0
    for declared in registry.scheduled():
        slot = declared.slot_at(clock.now())
        if seen is not None:
            if seen.get(declared.name) == slot:
                continue
            seen[declared.name] = slot
        if (run := running.take_slot(declared, slot)) is not None:
            running.perform(declared, run)
            done += 1
    for pk, name in list(running.due().values_list("pk", "name")[:100]):
        known = registry.find(name)
        if known is not None and (run := running.take_waiting(pk)) is not None:
            running.perform(known, run)
            done += 1
    return done


def post_missed() -> int:
    """Post again what the broker has lost: slots that began a while ago and have no run, and runs that wait."""
    if settings.EMBEDDED:
        return 0
    now = clock.now()
    slow = [declared for declared in registry.scheduled() if declared.is_retried]
    newest = dict(
        TaskRun.objects.filter(name__in=[declared.name for declared in slow])
        .values_list("name")
        .annotate(newest=Max("slot"))
    )
    posted = 0
    for declared in slow:
        slot = declared.slot_at(now)
        if now - slot > MISSED_AFTER and (newest.get(declared.name) or slot - timedelta(1)) < slot:
            declared.post(slot=slot.isoformat(), expires=60)
            posted += 1
    return posted + running.post_waiting()


def prune() -> int:
    """Delete closed runs that are old: after two days those of jobs that come round all the time, else after thirty."""
    now = clock.now()
    frequent = [job.name for job in registry.scheduled() if job.every is not None and job.every < FREQUENT]
    closed = TaskRun.objects.exclude(outcome__in=[Outcome.WAITING, Outcome.RUNNING])
    old = closed.filter(due_at__lt=now - KEEP) | closed.filter(name__in=frequent, due_at__lt=now - KEEP_FREQUENT)
    ids = list(old.order_by("id").values_list("pk", flat=True)[:DELETED_AT_ONCE])
    deleted, _ = TaskRun.objects.filter(pk__in=ids).delete()
    Heartbeat.objects.filter(at__lt=now - KEEP_FREQUENT).delete()
    return deleted
