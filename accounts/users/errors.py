"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, Forbidden, NotFound


class UserNotFound(NotFound):
    """There is no such account."""

    code = "user_not_found"
    detail = _("There is no such user.")


class LastAdmin(Conflict):
    """Without an active admin nobody could make another."""

    code = "last_admin"
    detail = _("This is the last active admin; make another one first.")


class RankTooLow(Forbidden):
    """Nobody acts on someone of their own role or a higher one, nor gives a role above their own; admins do."""

    code = "rank_too_low"
    detail = _("Your role does not allow this on that account.")
