"""Accounts as managers and admins see them: list, create, correct, deactivate."""

from __future__ import annotations

from uuid import UUID

import django_filters
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.profiles.errors import ContentRejected
from accounts.users import queries, services, shapes
from accounts.users.errors import LastAdmin, RankTooLow, UserNotFound
from accounts.users.models import User
from accounts.users.strength import check_strength
from config.api import Answer, AtLeast, Body, Endpoint, Filters, Page, Request, operation
from config.api import fields as f
from config.roles import RANK, Role, Status

# People's roles; service accounts come with their keys.
ROLES = sorted((role.value for role in Role if role != Role.API_USER), key=lambda role: RANK[Role(role)])
ORDERS = {
    "-created_at": ("-created_at", "-id"),
    "created_at": ("created_at", "id"),
    "username": ("username", "id"),
    "-username": ("-username", "-id"),
}


class AdministeredUser(Answer):
    """An account with what only administrators see."""

    id = f.Id()
    username = f.Text()
    email = f.Email()
    email_verified = f.Flag()
    full_name = f.Text()
    role = f.Text()
    status = f.Text()
    status_reason = f.Text()
    status_until = f.Moment(allow_null=True)
    is_claimed = f.Flag()
    last_login_at = f.Moment(allow_null=True)
    created_at = f.Moment()
    updated_at = f.Moment()

    class Meta:
        example = {
            "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
            "username": "ana",
            "email": "ana@example.com",
            "email_verified": True,
            "full_name": "Ana Lima",
            "role": "member",
            "status": "active",
            "status_reason": "",
            "status_until": None,
            "is_claimed": True,
            "last_login_at": "2026-11-20T17:10:00Z",
            "created_at": "2026-11-20T16:25:00Z",
            "updated_at": "2026-11-20T16:25:00Z",
        }


class NewUserBody(Body):
    """An account for someone. Without a password its owner sets one by a reset."""

    username = f.Text(min_length=3, max_length=30, trim_whitespace=False)
    email = f.Email(trim_whitespace=False)
    password = f.Secret(max_length=256, required=False)
    full_name = f.Text(max_length=100, required=False, allow_blank=True)
    role = f.Choice(ROLES, required=False)

    class Meta:
        example = {"username": "ana", "email": "ana@example.com", "full_name": "Ana Lima", "role": "member"}


class EditUserBody(Body):
    """What is to be corrected."""

    username = f.Text(min_length=3, max_length=30, required=False, trim_whitespace=False)
    email = f.Email(required=False, trim_whitespace=False)
    full_name = f.Text(max_length=100, required=False, allow_blank=True)

    class Meta:
        example = {"full_name": "Ana Lima"}


class UserFilters(Filters):
    """Narrows the list of accounts."""

    role = django_filters.ChoiceFilter(choices=Role.choices)
    status = django_filters.ChoiceFilter(choices=Status.choices)
    is_claimed = django_filters.BooleanFilter()
    email_verified = django_filters.BooleanFilter(field_name="email_verified_at", lookup_expr="isnull", exclude=True)
    search = django_filters.CharFilter(method="search_for", max_length=100)
    order = django_filters.ChoiceFilter(choices=[(name, name) for name in ORDERS], method="leave")

    def search_for(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """By a part of the username, the address or the full name."""
        return queries.matching(queryset, value)

    def leave(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """The page itself puts the rows in order."""
        return queryset


class Users(Endpoint):
    """All accounts. Managers make accounts up to their own role, admins any."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "administration"

    @operation("List accounts", answer=Page(AdministeredUser), filters=UserFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, UserFilters, queries.administered())
        order = ORDERS[request.query_params.get("order") or "-created_at"]
        return self.page(request, rows, order=order, shape=shapes.administered)

    @operation(
        "Make an account",
        body=NewUserBody,
        answer=AdministeredUser,
        status=201,
        errors=[RankTooLow, ContentRejected],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, NewUserBody)
        password = data.pop("password", None)
        if password is not None:
            check_strength(password, field="password", username=data["username"], email=data["email"])
        user = services.create_account(actor=request.user, encoded_password=make_password(password), **data)
        return Response(shapes.administered([user], request.user)[0], status=201)


class OneUser(Endpoint):
    """One account. Nobody but an admin acts on someone of their own role or a higher one."""

    permissions = {
        "GET": [AtLeast(Role.MANAGER)],
        "PATCH": [AtLeast(Role.MANAGER)],
        "DELETE": [AtLeast(Role.ADMIN)],
    }
    tag = "administration"

    @operation("Show an account", answer=AdministeredUser, errors=[UserNotFound])
    def get(self, request: Request, user_id: UUID) -> Response:
        return Response(shapes.administered([queries.administered_user(user_id)], request.user)[0])

    @operation(
        "Correct an account",
        body=EditUserBody,
        answer=AdministeredUser,
        errors=[UserNotFound, RankTooLow, ContentRejected],
    )
    def patch(self, request: Request, user_id: UUID) -> Response:
        """A new address is unproven: a verification mail goes to it, and the old address is told."""
        services.edit_user(user_id=user_id, actor=request.user, **self.read(request, EditUserBody))
        return Response(shapes.administered([queries.administered_user(user_id)], request.user)[0])

    @operation("Deactivate an account", answer=None, status=204, errors=[UserNotFound, LastAdmin])
    def delete(self, request: Request, user_id: UUID) -> Response:
        """Nothing is erased: the account is deactivated, its tokens end, and its owner may come back by signing in.

        To keep someone out, ban them (`POST /admin/users/{id}/status`).
        """
        services.set_status(user_id=user_id, status=Status.DEACTIVATED, actor=request.user)
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("admin/users", Users.as_view(), name="admin-users"),
    path("admin/users/<uuid:user_id>", OneUser.as_view(), name="admin-user"),
]
