"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import InvalidInput


class WrongAuditPeriod(InvalidInput):
    """The period ends before it begins, or is longer than a file may be."""

    code = "wrong_period"
    detail: object = _("A period begins before it ends; that of a file has at most 92 days.")


class TypeMissing(InvalidInput):
    """Things are looked for by their type and id together."""

    code = "target_type_missing"
    detail: object = _("Say the target_type that goes with target_id.")
