"""What broadcasts refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, NotFound


class BroadcastNotFound(NotFound):
    """There is no broadcast of that id."""

    code = "broadcast_not_found"


class BroadcastEnded(Conflict):
    """All of it was told already, so nothing is left to cancel."""

    code = "broadcast_ended"
    detail: object = _("Everybody was told already: there is nothing left to cancel.")
