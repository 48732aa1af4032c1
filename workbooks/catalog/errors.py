"""What the catalog refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, Forbidden, InvalidInput, NotFound


class WorkbookNotFound(NotFound):
    """No such workbook, or none that this viewer may see."""

    code = "workbook_not_found"
    detail: object = _("There is no such workbook that you can see.")


class NotYourWorkbook(Forbidden):
    """Only its author changes a workbook."""

    code = "not_your_workbook"
    detail: object = _("Only its author can change a workbook.")


class NotPublished(Conflict):
    """The deed needs a published workbook."""

    code = "not_published"
    detail: object = _("The workbook is not published.")


class TextRejected(InvalidInput):
    """Screening refuses the text."""

    code = "text_rejected"
    detail: object = _("This text cannot be published here.")


class TooManyDrafts(Conflict):
    """The member keeps as many drafts as one member may."""

    code = "too_many_drafts"
    detail: object = _("You cannot keep more than %(limit)s drafts.")


class AlreadyFeatured(Conflict):
    """The workbook is picked already."""

    code = "already_featured"
    detail: object = _("The workbook is featured already.")


class PickNotFound(NotFound):
    """No such featured pick."""

    code = "pick_not_found"
    detail: object = _("There is no such featured pick.")


class WrongListing(Exception):
    """The file is not a listing that can be imported; the message says why, for whoever runs the command."""
