"""The domains by which the desk is ordered, in the order in which they stand there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """Where a page stands in the navigation and on the start page."""

    PEOPLE = "people", _("People")
    CONTENT = "content", _("Content")
    MODERATION = "moderation", _("Moderation")
    SOCIAL = "social", _("Social")
    MAIL = "mail", _("Mail")
    SECURITY = "security", _("Security")
    OPERATIONS = "operations", _("Operations")
