"""What operators are refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import NotFound


class FlagNotFound(NotFound):
    """No code declares a flag of that name."""

    code = "flag_not_found"
    detail = _("There is no flag of this name.")


class GroupNotFound(NotFound):
    """No group of flags has that name."""

    code = "flag_group_not_found"
    detail = _("There is no group of this name.")
