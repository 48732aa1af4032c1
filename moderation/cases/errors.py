"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, DomainError, Forbidden, NotFound


class CaseNotFound(NotFound):
    """There is no such case that the viewer may see."""

    code = "case_not_found"
    detail: object = _("There is no such case.")


class CaseClosed(Conflict):
    """The case is decided; there is nothing to do until it opens again."""

    code = "case_closed"
    detail: object = _("This case is decided.")


class ClaimedByAnother(Conflict):
    """Somebody else looks at the case."""

    code = "claimed_by_another"
    detail: object = _("Somebody else has claimed this case.")


class NotClaimed(Conflict):
    """The case was not claimed by whoever gives it back."""

    code = "not_claimed"
    detail: object = _("You have not claimed this case.")


class OwnCase(Forbidden):
    """Nobody moderates what is their own, or what they reported themselves."""

    code = "own_case"
    detail: object = _("Somebody else must decide this: you are part of it.")


class NeedsHigherRole(Forbidden):
    """The case was escalated past the viewer's role."""

    code = "needs_higher_role"
    detail: object = _("This case needs a higher role.")


class VersionRequired(DomainError):
    """A decision says which version of the case it was made from (RFC 6585, section 3)."""

    code = "version_required"
    status = 428
    detail: object = _("Send If-Match with the version of the case that you have seen.")


class CannotEscalate(Conflict):
    """Admins are the last who can decide."""

    code = "cannot_escalate"
    detail: object = _("There is no higher role that could decide this.")
