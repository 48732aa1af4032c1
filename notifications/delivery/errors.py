"""What the queue refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, DomainError, NotFound, NotSignedIn


class DeliveryNotFound(NotFound):
    """There is no delivery of that id."""

    code = "delivery_not_found"


class StillWaiting(Conflict):
    """It is still on its way: a second one would be a double."""

    code = "delivery_still_waiting"
    detail = _("This message has not been sent yet: it is still tried by itself.")


class NotADeadLetter(Conflict):
    """Only what was given up is tried again as it stands."""

    code = "not_a_dead_letter"
    detail = _("Only a dead letter can be tried again: this one has another state.")


class SuppressionNotFound(NotFound):
    """That address is not suppressed."""

    code = "suppression_not_found"


class WebhookNotProven(NotSignedIn):
    """The signature is missing, wrong, or too old."""

    code = "webhook_not_proven"
    detail = _("The signature does not hold.")


class UnknownProvider(NotFound):
    """No provider of that name reports here."""

    code = "unknown_provider"


class TooManyReports(DomainError):
    """More reports in one body than are taken at once."""

    code = "too_many_reports"
    status = 413
    detail = _("At most %(most)s reports are taken at once.")
