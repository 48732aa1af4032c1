"""Where an appeal stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an appeal stands."""

    OPEN = "open", _("open")
    UPHELD = "upheld", _("the decision stands")
    OVERTURNED = "overturned", _("overturned")
    WITHDRAWN = "withdrawn", _("withdrawn")
