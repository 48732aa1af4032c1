"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, NotFound


class ActNotPossible(Conflict):
    """Things of this kind, or a thing that is gone or nobody's, cannot have that done to them."""

    code = "act_not_possible"
    detail: object = _("This cannot be done to this thing.")


class SanctionNotFound(NotFound):
    """There is no such sanction."""

    code = "sanction_not_found"
    detail: object = _("There is no such sanction.")
