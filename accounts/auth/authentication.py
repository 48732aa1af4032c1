"""`Authorization: Bearer …`: who sends a request, from the token alone.

Exactly one header, exactly this scheme: a header that is there and is not that is refused, never overlooked.
"""

from __future__ import annotations

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.auth import revocation, tokens
from accounts.auth.errors import InvalidAccessToken
from accounts.auth.principal import Principal

_SCHEME = "Bearer "


def bearer_of(request: Request) -> str | None:
    """The token of the request, None without the header."""
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is None:
        return None
    token = header.removeprefix(_SCHEME)
    if token == header or not token or any(letter in token for letter in " ,\t"):
        raise InvalidAccessToken()
    return str(token)


class BearerAuthentication(BaseAuthentication):
    """The only way to be somebody at the API."""

    def authenticate(self, request: Request) -> tuple[Principal, str] | None:
        token = bearer_of(request)
        if token is None:
            return None
        return revocation.principal_of(tokens.read(token)), token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class LeavingAuthentication(BearerAuthentication):
    """For signing out alone: a token whose session has ended already still says whose it was."""

    def authenticate(self, request: Request) -> tuple[Principal, str] | None:
        token = bearer_of(request)
        if token is None:
            return None
        claims = tokens.read(token)
        return (
            Principal(
                claims.user_id, claims.username, claims.role, claims.status, claims.email_verified, claims.session_id
            ),
            token,
        )
