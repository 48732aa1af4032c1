"""Runs of jobs, and the signs of life of the processes that run them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock


class Outcome(models.TextChoices):
    """How far a run has come. `lost` means that its process ended without a word."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    LOST = "lost", _("lost")


class TaskRun(models.Model):
    """One run of a job. A scheduled one has the slot it is for, and there is one run for each job and slot."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    slot = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    arguments = models.JSONField(default=dict, blank=True)
    due_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "slot"], name="taskrun_slot_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="taskrun_outcome_known"),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="taskrun_by_name"),
            models.Index(
                fields=["due_at"], condition=models.Q(outcome__in=["waiting", "running"]), name="taskrun_unfinished"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Heartbeat(models.Model):
    """When a process was last known to live: `worker:<node>`, `beat`, `embedded:<host>`."""

    name = models.CharField(max_length=150, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
