"""One table: what was measured, one row each time."""

from __future__ import annotations

from django.db import models


class HostFigures(models.Model):
    """The state of one machine and of what it talks to, at one moment; null is what could not be had.

    `cpu_busy` and `cpu_total` are the kernel's counters in hundredths of a second since its start; `cpu_share` is what
    was busy of all processors between the row before and this one, from 0 to 1.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    host = models.CharField(max_length=150)
    memory_total = models.BigIntegerField(null=True)
    memory_used = models.BigIntegerField(null=True)
    cpu_busy = models.BigIntegerField(null=True)
    cpu_total = models.BigIntegerField(null=True)
    cpu_share = models.FloatField(null=True)
    load = models.FloatField(null=True)
    sockets = models.IntegerField(null=True)
    database_connections = models.IntegerField(null=True)
    redis_memory = models.BigIntegerField(null=True)
    queues = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.host} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def queued(self) -> int | None:
        """Messages in all queues; None where there is no broker."""
        return sum(self.queues.values()) if self.queues else None
