"""Service accounts, made by admins. They are listed, closed and opened as all accounts are (`/admin/users`)."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.api_keys import services
from accounts.profiles.errors import ContentRejected
from accounts.users import queries, shapes
from accounts.users.api.administration import AdministeredUser
from accounts.users.errors import RankTooLow
from config.api import AtLeast, Body, Endpoint, Request, operation
from config.api import fields as f
from config.roles import Role


class ServiceAccountBody(Body):
    """What the account is called."""

    username = f.Text(min_length=3, max_length=30, trim_whitespace=False)
    full_name = f.Text(max_length=100, required=False, allow_blank=True)

    class Meta:
        example = {"username": "nightly-report", "full_name": "Nightly report"}


class ServiceAccounts(Endpoint):
    """Accounts that programs act as, without password and address: keys (`POST /auth/api-keys`) are the only way in."""

    permissions = [AtLeast(Role.ADMIN)]
    tag = "administration"

    @operation(
        "Make a service account",
        body=ServiceAccountBody,
        answer=AdministeredUser,
        status=201,
        errors=[RankTooLow, ContentRejected],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        made = services.create_service_account(actor=request.user, **self.read(request, ServiceAccountBody))
        return Response(shapes.administered([queries.administered_user(made.pk)], request.user)[0], status=201)


urlpatterns: list[URLPattern] = [
    path("admin/service-accounts", ServiceAccounts.as_view(), name="service-accounts"),
]
