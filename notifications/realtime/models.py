"""Who holds sockets, and whose they are: so that a member's are counted over all processes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing


class Gateway(Thing):
    """A process that holds sockets. One whose last beat is old is dead, and its sockets do not count."""

    host = models.CharField(max_length=100)
    beat_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("gateway")
        verbose_name_plural = _("gateways")
        indexes = [models.Index(fields=["beat_at"], name="gateway_beat")]

    def __str__(self) -> str:
        return self.host


class Sort(models.TextChoices):
    """What the connection is."""

    SOCKET = "socket", _("socket")
    STREAM = "stream", _("stream")


class Socket(models.Model):
    """One open socket or stream of a member."""

    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="sockets")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sort = models.CharField(max_length=8, choices=Sort.choices, default=Sort.SOCKET)
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("open connection")
        verbose_name_plural = _("open connections")

    def __str__(self) -> str:
        return f"{self.sort} {self.pk}"
