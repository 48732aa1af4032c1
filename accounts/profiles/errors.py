"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import DomainError, NotFound


class ProfileNotFound(NotFound):
    """There is no such profile."""

    code = "profile_not_found"
    detail = _("There is no such profile.")


class ContentRejected(DomainError):
    """Screening refuses the text."""

    code = "content_rejected"
    status = 400
    detail = _("This text is not allowed here.")
