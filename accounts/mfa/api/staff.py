"""Turning somebody's second step off, who has lost what it hangs on."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.mfa import services
from accounts.mfa.errors import MfaNotOn
from accounts.users.errors import RankTooLow, UserNotFound
from config.api import AtLeast, Body, Endpoint, Request, operation
from config.api import fields as f
from config.roles import Role


class WhyBody(Body):
    """Why; kept in the audit."""

    reason = f.Text(max_length=500, required=False, allow_blank=True)

    class Meta:
        example = {"reason": "Lost the phone; known to us in person."}


class UserMfaDisable(Endpoint):
    """The second step of an account, off. Every session of it ends within a second, and its owner is told by mail."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "administration"

    @operation(
        "Turn an account's second step off",
        body=WhyBody,
        answer=None,
        status=204,
        errors=[UserNotFound, RankTooLow, MfaNotOn],
    )
    def post(self, request: Request, user_id: UUID) -> Response:
        reason = self.read(request, WhyBody).get("reason", "")
        services.turn_off_mfa(user_id=user_id, actor=request.user, reason=reason)
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("admin/users/<uuid:user_id>/mfa/disable", UserMfaDisable.as_view(), name="admin-user-mfa-disable"),
]
