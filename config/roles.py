"""Who may do what, in the words that every floor shares: platform roles, account states, and the viewer."""

from __future__ import annotations

from typing import Protocol, runtime_checkable
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Platform roles. The people's roles form a ladder; `api_user` is a service account and stands beside it."""

    MEMBER = "member", _("member")
    AGENT = "agent", _("agent")
    MODERATOR = "moderator", _("moderator")
    MANAGER = "manager", _("manager")
    ADMIN = "admin", _("admin")
    API_USER = "api_user", _("service account")


RANK: dict[str, int] = {
    Role.API_USER: 0,
    Role.MEMBER: 1,
    Role.AGENT: 2,
    Role.MODERATOR: 3,
    Role.MANAGER: 4,
    Role.ADMIN: 5,
}


class Status(models.TextChoices):
    """Account states; what each leaves a member is in `docs/guides/api-conventions.md`."""

    ACTIVE = "active", _("active")
    MUTED = "muted", _("muted")
    SUSPENDED = "suspended", _("suspended")
    BANNED = "banned", _("banned")
    DEACTIVATED = "deactivated", _("deactivated")


SIGNED_IN_STATES = frozenset({Status.ACTIVE, Status.MUTED})


@runtime_checkable
class Viewer(Protocol):
    """Whoever looks or acts: a user row, the principal of a token, or nobody (`ANONYMOUS`)."""

    @property
    def pk(self) -> UUID | None: ...
    @property
    def role(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def email_verified(self) -> bool: ...
    @property
    def is_authenticated(self) -> bool: ...


class Anonymous:
    """The viewer who has not signed in."""

    pk: UUID | None = None
    id: UUID | None = None
    username = ""
    role = ""
    status = ""
    email_verified = False
    is_authenticated = False
    is_anonymous = True
    is_active = False
    is_staff = False

    def __str__(self) -> str:
        return "anonymous"


ANONYMOUS = Anonymous()


def at_least(viewer: Viewer, role: str) -> bool:
    """Whether `viewer` stands on `role`'s rung of the ladder or above it."""
    return viewer.is_authenticated and RANK.get(viewer.role, -1) >= RANK[role]


def outranks(viewer: Viewer, other_role: str) -> bool:
    """Whether `viewer` stands strictly above `other_role`."""
    return viewer.is_authenticated and RANK.get(viewer.role, -1) > RANK[other_role]
