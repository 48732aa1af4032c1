"""Keys: listed, made, shown, narrowed, rotated, revoked."""

from __future__ import annotations

from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.api_keys import queries, services, shapes
from accounts.api_keys.api.shapes import EditKeyBody, Key, NewKey, NewKeyBody, RotateBody
from accounts.api_keys.errors import AccountClosed, ApiKeyEnded, ApiKeyNotFound, TooManyApiKeys
from accounts.api_keys.models import ApiKey
from accounts.auth.api.fresh import FRESH, proof_in
from accounts.users.errors import RankTooLow
from config.api import AtLeast, Endpoint, Filters, IsMember, IsSignedIn, IsVerified, Page, Request, operation
from config.api.idempotency import keep_instead
from config.api.permissions import SecondStepDemanded
from config.errors import refuse
from config.roles import Role

STATES = [(state, state) for state in ("live", "expired", "revoked")]
USUAL_OVERLAP = 86_400


class KeyFilters(Filters):
    """Narrows the list of keys."""

    state = django_filters.ChoiceFilter(choices=STATES, method="in_state")
    account = django_filters.CharFilter(method="of_account", max_length=30)

    def in_state(self, queryset: QuerySet[ApiKey], name: str, value: str) -> QuerySet[ApiKey]:
        """Only keys that are live, have expired, or were revoked."""
        return queries.in_state(queryset, value)

    def of_account(self, queryset: QuerySet[ApiKey], name: str, value: str) -> QuerySet[ApiKey]:
        """Only keys of that account; for admins, who else see their own."""
        return queries.of_account(queryset, value)


AS_ADMIN = AtLeast(Role.ADMIN)
"""Asked of whoever looks at keys of others: what an installation demands of admins is demanded here, too."""


def shown(request: Request, key_id: UUID) -> ApiKey:
    """A key that the caller may see."""
    found = queries.visible_to(request.user).filter(pk=key_id).first() or refuse(ApiKeyNotFound())
    if found.user_id != request.user.pk:
        AS_ADMIN.check(request.user, request)
    return found


def check_admin(request: Request, key_id: UUID) -> None:
    """Refuse what the services let an admin do to a key of others, where the installation demands more of them."""
    if request.user.role == Role.ADMIN:
        shown(request, key_id)


class ApiKeys(Endpoint):
    """API keys, with which programs act as an account within scopes; newest first.

    Members with a verified address make keys that act as themselves. Admins also make them for service accounts
    (`account`), and see those of any account with `?account=`. The key's text is shown once.
    """

    permissions = {"GET": [IsSignedIn], "POST": [IsVerified]}
    throttles = {"POST": ("password",)}
    tag = "api keys"

    @operation("List API keys", answer=Page(Key), filters=KeyFilters, errors=[SecondStepDemanded])
    def get(self, request: Request) -> Response:
        rows = queries.visible_to(request.user)
        if request.user.role != Role.ADMIN or "account" not in request.query_params:
            rows = rows.filter(user_id=request.user.pk)
        else:
            AS_ADMIN.check(request.user, request)
        rows = self.filtered(request, KeyFilters, rows)
        return self.page(request, rows, order=("-created_at", "-id"), shape=shapes.keys)

    @operation(
        "Make an API key",
        body=NewKeyBody,
        answer=NewKey,
        status=201,
        errors=[*FRESH, RankTooLow, TooManyApiKeys, AccountClosed, SecondStepDemanded],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        """Asks for the present password once more. A replay of the answer does not hold the key's text."""
        data = self.read(request, NewKeyBody)
        if data.get("account") is not None and request.user.role == Role.ADMIN:
            AS_ADMIN.check(request.user, request)
        made = services.create_key(maker=request.user, proof=proof_in(data), **data)
        answer = shapes.issued(services.Issued(shown(request, made.key.pk), made.text), request.user)
        return keep_instead(Response(answer, status=201), answer | {"key": None})


class OneApiKey(Endpoint):
    """One key. Admins see and revoke any key, and change those of service accounts beside their own."""

    permissions = {"GET": [IsSignedIn], "PATCH": [IsMember], "DELETE": [IsSignedIn]}
    tag = "api keys"

    @operation("Show an API key", answer=Key, errors=[ApiKeyNotFound, SecondStepDemanded])
    def get(self, request: Request, key_id: UUID) -> Response:
        return Response(shapes.key(shown(request, key_id), request.user))

    @operation(
        "Narrow or rename an API key",
        body=EditKeyBody,
        answer=Key,
        errors=[ApiKeyNotFound, ApiKeyEnded, SecondStepDemanded],
    )
    def patch(self, request: Request, key_id: UUID) -> Response:
        """Scopes are taken away, never added."""
        check_admin(request, key_id)
        services.edit_key(actor=request.user, key_id=key_id, **self.read(request, EditKeyBody))
        return Response(shapes.key(shown(request, key_id), request.user))

    @operation("Revoke an API key", answer=None, status=204, errors=[ApiKeyNotFound, SecondStepDemanded])
    def delete(self, request: Request, key_id: UUID) -> Response:
        """Holds in every process within a second; again is no error."""
        check_admin(request, key_id)
        services.revoke_key(actor=request.user, key_id=key_id)
        return Response(status=204)


class Rotation(Endpoint):
    """Gives a key another secret. Id, name, scopes, limits and prefix stay; the old secret is good for a while."""

    permissions = [IsVerified]
    throttles = ("password",)
    tag = "api keys"

    @operation(
        "Rotate an API key",
        body=RotateBody,
        answer=NewKey,
        errors=[*FRESH, ApiKeyNotFound, ApiKeyEnded, AccountClosed, SecondStepDemanded],
        idempotent=True,
    )
    def post(self, request: Request, key_id: UUID) -> Response:
        """Asks for the present password once more. A replay of the answer does not hold the key's text."""
        data = {"overlap_seconds": USUAL_OVERLAP} | self.read(request, RotateBody)
        check_admin(request, key_id)
        made = services.rotate_key(actor=request.user, key_id=key_id, proof=proof_in(data), **data)
        answer = shapes.issued(services.Issued(shown(request, key_id), made.text), request.user)
        return keep_instead(Response(answer), answer | {"key": None})


urlpatterns: list[URLPattern] = [
    path("auth/api-keys", ApiKeys.as_view(), name="api-keys"),
    path("auth/api-keys/<uuid:key_id>", OneApiKey.as_view(), name="api-key"),
    path("auth/api-keys/<uuid:key_id>/rotate", Rotation.as_view(), name="api-key-rotate"),
]
