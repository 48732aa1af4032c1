"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, DomainError, NotFound


class ExportNotFound(NotFound):
    """There is no such export, it is not this member's, or its link has died."""

    code = "export_not_found"
    detail = _("There is no such export.")


class ExportExpired(DomainError):
    """The file was there, and its time is over."""

    code = "export_expired"
    status = 410
    detail = _("This export has expired; ask for a new one.")


class BeingErased(Conflict):
    """The grace is over and erasure has begun: there is no way back."""

    code = "being_erased"
    detail = _("This account is being erased.")


class DeletionNotFound(NotFound):
    """No deletion waits there."""

    code = "deletion_not_found"
    detail = _("There is no such deletion.")


class DocumentNotFound(NotFound):
    """Nothing was published that members could agree to."""

    code = "document_not_found"
    detail = _("There is no such document.")


class NotTheNewest(Conflict):
    """A yes is to the newest version alone."""

    code = "not_the_newest_version"
    detail = _("There is a newer version of this document; read that one.")


class ServiceAccountStays(Conflict):
    """Service accounts are no persons: they are closed, not erased."""

    code = "service_account"
    detail = _("This is a service account.")
