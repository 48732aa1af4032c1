"""Where endpoints and messages stand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EndpointState(models.TextChoices):
    """A paused endpoint gets later what happens meanwhile; a disabled one does not."""

    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    DISABLED = "disabled", _("disabled")


class DisabledBecause(models.TextChoices):
    """Why the platform took an endpoint out of use."""

    GONE = "gone", _("it answered 410 Gone")
    FAILING = "failing", _("nothing but failures for days")


class MessageState(models.TextChoices):
    """`dead` was given up after the last attempt; `withheld` was never sent: not everyone may see what it is about."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DEAD = "dead", _("dead letter")
    WITHHELD = "withheld", _("withheld")
