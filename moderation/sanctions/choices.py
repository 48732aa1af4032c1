"""The words that are chosen from: what is done, and how it ended."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.roles import Status


class Act(models.TextChoices):
    """What a sanction does, the mildest first."""

    WARN = "warn", _("warn")
    LABEL = "label", _("label")
    HIDE = "hide", _("hide")
    REMOVE = "remove", _("remove")
    MUTE = "mute", _("mute")
    SUSPEND = "suspend", _("suspend")
    BAN = "ban", _("ban")


ON_THINGS = (Act.LABEL, Act.HIDE, Act.REMOVE)
"""Acts on the thing that the case is about; the others are on the member who owns it."""

ON_ACCOUNTS = (Act.MUTE, Act.SUSPEND, Act.BAN)
"""Acts that put the account into another state."""

ENDING = (Act.MUTE, Act.SUSPEND)
"""Acts that end by their clock; a mute in hours, a suspension at a moment."""


STATE: dict[str, str] = {Act.MUTE: Status.MUTED, Act.SUSPEND: Status.SUSPENDED, Act.BAN: Status.BANNED}
"""The state that an act on an account puts it into."""

POINTS: dict[str, int] = {Act.WARN: 1, Act.HIDE: 1, Act.REMOVE: 2, Act.MUTE: 2, Act.SUSPEND: 3}
"""How many points a strike of each act counts. A ban brings none: there is nothing to come after it."""


class Label(models.TextChoices):
    """What a label says to whoever sees the thing."""

    SENSITIVE = "sensitive", _("sensitive")
    MISLEADING = "misleading", _("misleading")
    OUTDATED = "outdated", _("outdated")
    DISPUTED = "disputed", _("disputed")


class Ended(models.TextChoices):
    """How a sanction came to its end."""

    EXPIRED = "expired", _("expired")
    LIFTED = "lifted", _("lifted")
    OVERTURNED = "overturned", _("overturned on appeal")
