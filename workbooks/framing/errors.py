"""What framing refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, Forbidden, NotFound


class SourceOutOfUse(Conflict):
    """The workbook's URL keeps the rules no longer: its source was changed, or is out of use."""

    code = "source_out_of_use"
    detail: object = _("Workbooks of this source are not shown at present.")


class AddressNotProven(Forbidden):
    """A signed view says to its source whose address the viewer's is, so the address must be proven."""

    code = "email_not_verified"
    detail: object = _("Verify your e-mail address first.")


class NoPreview(NotFound):
    """The workbook's source names no image of it, or none that could be drawn."""

    code = "no_preview"
    detail: object = _("There is no preview of this workbook.")
