"""What activity refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import InvalidInput, NotFound


class ItemNotFound(NotFound):
    """There is no such item that the viewer may see, or of their own where only their own can be meant."""

    code = "activity_not_found"
    detail: object = _("There is no such activity here.")


class OwnItem(InvalidInput):
    """Nobody flags what is their own: it can be deleted."""

    code = "own_activity"
    detail: object = _("This is your own: you can delete it.")
