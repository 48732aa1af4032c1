"""Who may. Deny by default: an endpoint that states nothing answers nobody.

The account's state is part of the base policy: a muted member reads and does not write.
"""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from config.errors import Forbidden, NotSignedIn
from config.roles import Role, Status, Viewer, at_least


class Muted(Forbidden):
    """A muted member may read, not write."""

    code = "muted"
    detail = _("Your account is muted: you can read, but not write.")


class EmailNotVerified(Forbidden):
    """The deed waits for a verified e-mail address."""

    code = "email_not_verified"
    detail = _("Verify your e-mail address first.")


class NotYourRole(Forbidden):
    """The deed belongs to a higher role."""

    code = "role_required"
    detail = _("Your role does not allow this.")


class Permission(BasePermission):
    """A named answer to "who may": `check` raises the error that says why not."""

    signed_in = True
    summary = ""

    def check(self, viewer: Viewer, request: Request) -> None:
        raise Forbidden()

    def has_permission(self, request: Request, view: Any) -> bool:
        self.check(cast(Viewer, request.user), request)
        return True

    def __call__(self) -> Permission:
        """Instances may stand where DRF expects classes, so that a permission can carry a value."""
        return self


class NobodyStated(Permission):
    """The default of every endpoint: nobody."""

    summary = "nobody"


class Anyone(Permission):
    """Visitors too."""

    signed_in = False
    summary = "public"

    def check(self, viewer: Viewer, request: Request) -> None:
        return None


class IsSignedIn(Permission):
    """Whoever holds a live session, muted members included: for deeds on one's own session and safety."""

    summary = "signed in"

    def check(self, viewer: Viewer, request: Request) -> None:
        if not viewer.is_authenticated:
            raise NotSignedIn()


class IsMember(IsSignedIn):
    """A signed-in member; muted ones for reading alone."""

    summary = "member"

    def check(self, viewer: Viewer, request: Request) -> None:
        super().check(viewer, request)
        if viewer.status == Status.MUTED and request.method not in SAFE_METHODS:
            raise Muted()


class IsVerified(IsMember):
    """A member whose e-mail address is verified."""

    summary = "member with a verified e-mail address"

    def check(self, viewer: Viewer, request: Request) -> None:
        super().check(viewer, request)
        if not getattr(viewer, "email_verified", False):
            raise EmailNotVerified()


class AtLeast(IsMember):
    """A member on a rung of the ladder of roles, or above it: `AtLeast(Role.MODERATOR)`."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self.summary = f"{role.value} or above"

    def check(self, viewer: Viewer, request: Request) -> None:
        super().check(viewer, request)
        if not at_least(viewer, self.role):
            raise NotYourRole()
