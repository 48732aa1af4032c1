"""The one table of the REST ground: first answers to requests that carried an `Idempotency-Key`."""

from __future__ import annotations

from django.db import models

from config import clock


class IdempotentAnswer(models.Model):
    """What was answered to a key, kept for a day and written in the transaction of the effect itself."""

    actor = models.CharField(max_length=80)
    route = models.CharField(max_length=200)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100)
    body = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "route", "key"], name="idempotent_answer_once")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
