"""The words that are chosen from: where a case stands, how urgent it is, what a decision says."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.sanctions.choices import Act


class State(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("open")
    CLAIMED = "claimed", _("claimed")
    DECIDED = "decided", _("decided")


class Priority(models.TextChoices):
    """How urgent a case is; each has its clock (`MODERATION_SLA_HOURS`)."""

    LOW = "low", _("low")
    NORMAL = "normal", _("normal")
    HIGH = "high", _("high")
    URGENT = "urgent", _("urgent")


class Category(models.TextChoices):
    """What a thing is reported for. Shared by reports, cases and decisions."""

    SPAM = "spam", _("spam or advertising")
    OFF_TOPIC = "off_topic", _("off topic")
    MISINFORMATION = "misinformation", _("misleading data or claims")
    COPYRIGHT = "copyright", _("somebody else's work")
    IMPERSONATION = "impersonation", _("impersonation")
    PRIVACY = "privacy", _("private data of people")
    HARASSMENT = "harassment", _("harassment")
    HATE = "hate", _("hate")
    SEXUAL = "sexual", _("sexual content")
    VIOLENCE = "violence", _("violence or threats")
    SELF_HARM = "self_harm", _("self-harm")
    ILLEGAL = "illegal", _("against the law")
    OTHER = "other", _("something else")


SEVERITY: dict[str, int] = {
    Category.SPAM: 1,
    Category.OFF_TOPIC: 1,
    Category.OTHER: 1,
    Category.MISINFORMATION: 2,
    Category.COPYRIGHT: 2,
    Category.IMPERSONATION: 3,
    Category.PRIVACY: 3,
    Category.HARASSMENT: 3,
    Category.SEXUAL: 3,
    Category.HATE: 4,
    Category.VIOLENCE: 4,
    Category.SELF_HARM: 4,
    Category.ILLEGAL: 4,
}
"""From 1 (a nuisance) to 4 (somebody may come to harm)."""


class Outcome(models.TextChoices):
    """What a decision says."""

    DISMISSED = "dismissed", _("nothing wrong")
    ACTED = "acted", _("acted upon")
    RESTORED = "restored", _("restored")


DISMISS, RESTORE = "dismiss", "restore"
ALONE: dict[str, Outcome] = {DISMISS: Outcome.DISMISSED, RESTORE: Outcome.RESTORED}
"""Kinds of action that are a whole decision, and what it then says; with any other kind it says `acted`."""

KINDS: tuple[str, ...] = (DISMISS, *Act.values, RESTORE)
"""What can be asked for in a decision."""


class Sort(models.TextChoices):
    """What an entry of a case's history tells."""

    OPENED = "opened", _("opened")
    REPORTED = "reported", _("reported")
    FLAGGED = "flagged", _("flagged by screening")
    CLAIMED = "claimed", _("claimed")
    RELEASED = "released", _("released")
    NOTED = "noted", _("noted")
    ESCALATED = "escalated", _("escalated")
    OVERDUE = "overdue", _("overdue")
    DECIDED = "decided", _("decided")
    REOPENED = "reopened", _("opened again")
    APPEALED = "appealed", _("appealed")
    APPEAL_DECIDED = "appeal_decided", _("appeal decided")
