"""What addresses refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, InvalidInput, NotFound


class AddressNotFound(NotFound):
    """No address of the member's own has that id."""

    code = "address_not_found"


class TooManyAddresses(Conflict):
    """The member has as many as one may have."""

    code = "too_many_addresses"
    detail = _("You have %(most)s addresses already; remove one first.")


class AddressInUse(Conflict):
    """The browser is registered by another member, and its keys are not those that were sent."""

    code = "address_in_use"
    detail = _("This browser is registered already, with other keys: subscribe anew.")


class KindNotOffered(Conflict):
    """The installation sends no messages that way."""

    code = "kind_not_offered"
    detail = _("This installation does not send messages that way.")


class WrongCode(InvalidInput):
    """Not the code that was mailed last, or too late, or tried too often."""

    detail = _("This code is not right, or not good any more.")
