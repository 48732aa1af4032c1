"""Role and status of an account, changed by those above it."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.users import queries, services, shapes
from accounts.users.api.administration import ROLES, AdministeredUser
from accounts.users.errors import LastAdmin, RankTooLow, UserNotFound
from config.api import AtLeast, Body, Endpoint, Request, operation
from config.api import fields as f
from config.roles import Role, Status


class RoleBody(Body):
    """The new role, and why; the reason is kept in the audit."""

    role = f.Choice(ROLES)
    reason = f.Text(max_length=500, required=False, allow_blank=True)

    class Meta:
        example = {"role": "moderator", "reason": "Helps with reports."}


class StatusBody(Body):
    """The new state, why (the member is told), and for muting and suspension until when."""

    status = f.Choice(Status.values)
    reason = f.Text(max_length=500, required=False, allow_blank=True)
    until = f.Moment(required=False, allow_null=True)

    class Meta:
        example = {"status": "suspended", "reason": "Spam in comments.", "until": "2027-01-31T12:00:00Z"}


class UserRole(Endpoint):
    """The role of an account. Takes hold within a second; the member signs in anew to refresh their tokens."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "administration"

    @operation(
        "Give an account a role", body=RoleBody, answer=AdministeredUser, errors=[UserNotFound, RankTooLow, LastAdmin]
    )
    def post(self, request: Request, user_id: UUID) -> Response:
        services.set_role(user_id=user_id, actor=request.user, **self.read(request, RoleBody))
        return Response(shapes.administered([queries.administered_user(user_id)], request.user)[0])


class UserStatus(Endpoint):
    """The state of an account. Suspension, ban and deactivation stop its tokens within a second."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "administration"

    @operation(
        "Set an account's state",
        body=StatusBody,
        answer=AdministeredUser,
        errors=[UserNotFound, RankTooLow, LastAdmin],
    )
    def post(self, request: Request, user_id: UUID) -> Response:
        services.set_status(user_id=user_id, actor=request.user, **self.read(request, StatusBody))
        return Response(shapes.administered([queries.administered_user(user_id)], request.user)[0])


urlpatterns: list[URLPattern] = [
    path("admin/users/<uuid:user_id>/role", UserRole.as_view(), name="admin-user-role"),
    path("admin/users/<uuid:user_id>/status", UserStatus.as_view(), name="admin-user-status"),
]
