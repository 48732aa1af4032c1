"""Who may. Deny by default: an endpoint that states nothing answers nobody.

The account's state is part of the base policy: a muted member reads and does not write.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from config.errors import EmailNotVerified, Forbidden, NotSignedIn
from config.roles import Role, Status, Viewer, at_least


class Muted(Forbidden):
    """A muted member may read, not write."""

    code = "muted"
    detail = _("Your account is muted: you can read, but not write.")


class NotYourRole(Forbidden):
    """The deed belongs to a higher role."""

    code = "role_required"
    detail = _("Your role does not allow this.")


class SecondStepDemanded(Forbidden):
    """This installation demands a second step of the viewer's role, and there is none yet."""

    code = "mfa_setup_required"
    detail = _("Your role needs a second step here: set it up first.")


class InsufficientScope(Forbidden):
    """The API key may not do this: it lacks the scope that `scope` names, or nothing opens this to keys (null)."""

    code = "insufficient_scope"
    detail = _("Your API key does not allow this.")
    scope: str | None = "workbooks:write"

    def __init__(self, scope: str | None) -> None:
        needed = f', scope="{scope}"' if scope else ""
        super().__init__(headers={"WWW-Authenticate": f'Bearer error="insufficient_scope"{needed}'})
        self.scope = scope

    def members(self) -> dict[str, object]:
        return {"scope": self.scope}


def check_scope(viewer: Viewer, scope: str | None) -> None:
    """Refuse a viewer who acts by an API key without `scope`; all others are no concern of scopes."""
    held = getattr(viewer, "scopes", None)
    if held is not None and (scope is None or scope not in held):
        raise InsufficientScope(scope)


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
        if not viewer.email_verified:
            raise EmailNotVerified()


_demands: list[Callable[[Viewer], None]] = []


def register_demand(check: Callable[[Viewer], None]) -> None:
    """Have `check` asked of everyone who passes as staff; it raises where something is still missing of them."""
    if check not in _demands:
        _demands.append(check)


class AtLeast(IsMember):
    """A member on a rung of the ladder of roles, or above it: `AtLeast(Role.MODERATOR)`."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self.summary = f"{role.value} or above"

    def check(self, viewer: Viewer, request: Request) -> None:
        super().check(viewer, request)
        if not at_least(viewer, self.role):
            raise NotYourRole()
        for demand in _demands:
            demand(viewer)
