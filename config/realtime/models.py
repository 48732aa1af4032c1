"""The two tables of channels: how far each has counted, and what was said in the last day."""

from __future__ import annotations

from django.db import models

from config import clock


class ChannelHead(models.Model):
    """A channel's newest number. Who posts holds this row until the commit: numbers come in the order of commits.

    It outlives the frames, so that a client with an old number is told that it missed something.
    """

    channel = models.CharField(max_length=200, primary_key=True)
    seq = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.channel} at {self.seq}"


class Frame(models.Model):
    """One thing that was said in a channel. Written once by `post`, pruned after a day."""

    id = models.BigAutoField(primary_key=True)
    channel = models.CharField(max_length=200)
    seq = models.BigIntegerField()
    type = models.CharField(max_length=80)
    data = models.JSONField()
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "seq"], name="frame_once")]
        indexes = [models.Index(fields=["created_at"], name="frame_age")]

    def __str__(self) -> str:
        return f"{self.type} in {self.channel}"
