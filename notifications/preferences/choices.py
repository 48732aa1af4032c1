"""The words that preferences are made of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Digest(models.TextChoices):
    """How often mails are collected into one; `off` sends each at once."""

    OFF = "off", _("each at once")
    HOURLY = "hourly", _("every hour")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week as clients write them, in the order of `date.weekday()`."""

MOST_RANGES = 20
MOST_TYPES = 200
MOST_THREADS = 500
MOST_AN_HOUR = 1_000
