"""Access tokens: made, and read with suspicion. The one module that knows which library signs them.

HS256 with a `kid`; a token names its session, its user, and what requests ask about a user, so that none of them needs
a row. What has changed since it was signed is the business of `revocation`.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import jwt
from django.conf import settings
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError

from accounts.auth.errors import InvalidAccessToken
from accounts.auth.keys import Key, configured_keys
from config import clock
from config.roles import Role, Status

if TYPE_CHECKING:
    from accounts.users.models import User

ALGORITHM = "HS256"
LONGEST = 2_048
# Clocks of several machines differ a little: a token may be this many seconds from the future.
CLOCK_SKEW = 5
# How many verified tokens are remembered: a client sends the same one again and again for a quarter of an hour.
REMEMBERED = 4_096
_HEADER = frozenset({"alg", "typ", "kid"})
_ROLES = frozenset(Role.values)
_STATES = frozenset(Status.values)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says."""

    user_id: UUID
    session_id: UUID
    username: str
    role: str
    status: str
    email_verified: bool
    token_version: int
    expires_at: int


class _Signer(TokenBackend):
    """simplejwt's backend for one key, whose name goes into the header."""

    def __init__(self, key: Key) -> None:
        super().__init__(
            ALGORITHM,
            signing_key=key.secret,
            audience=settings.JWT_AUDIENCE,
            issuer=settings.JWT_ISSUER,
            leeway=CLOCK_SKEW,
        )
        self.kid = key.kid

    def encode(self, payload: dict[str, Any]) -> str:
        named = payload | {"aud": self.audience, "iss": self.issuer}
        return jwt.encode(named, self.prepared_signing_key, algorithm=self.algorithm, headers={"kid": self.kid})


@cache
def _signers() -> dict[str, _Signer]:
    return {key.kid: _Signer(key) for key in configured_keys()}


_verified: dict[str, Claims] = {}


def forget_keys() -> None:
    """Read the keys anew when next needed (after a change of settings), and believe no token from before."""
    _signers.cache_clear()
    _verified.clear()


def check_keys() -> None:
    """Refuse to start with keys that cannot be used; called when the app is ready."""
    forget_keys()
    _signers()


def issue(user: User, session_id: UUID) -> str:
    """An access token for that session of `user`, as the account is now."""
    now = int(clock.now().timestamp())
    signer = next(iter(_signers().values()))
    return signer.encode(
        {
            "typ": "access",
            "sub": str(user.pk),
            "sid": str(session_id),
            "jti": secrets.token_hex(8),
            "iat": now,
            "exp": now + int(settings.ACCESS_TOKEN_LIFETIME.total_seconds()),
            "username": user.username,
            "role": str(user.role),
            "status": str(user.status),
            "verified": user.email_verified,
            "ver": user.token_version,
        }
    )


def read(token: str) -> Claims:
    """What the token says, if it is one of ours and in its time; `InvalidAccessToken` for everything else."""
    claims = _verified.get(token)
    if claims is None:
        claims = _verify(token)
        if len(_verified) >= REMEMBERED:
            _verified.clear()
        _verified[token] = claims
    if claims.expires_at <= clock.now().timestamp():
        raise InvalidAccessToken()
    return claims


def _verify(token: str) -> Claims:
    if len(token) > LONGEST or not token.isascii():
        raise InvalidAccessToken()
    signer = _signers().get(_kid_of(token))
    if signer is None:
        raise InvalidAccessToken()
    try:
        payload = signer.decode(token)  # type: ignore[arg-type] # says Token, takes the text
    except (TokenBackendError, jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        raise InvalidAccessToken() from None
    return _claims_of(payload)


def _kid_of(token: str) -> str:
    """The key's name from the header, which is looked at before anything else is believed."""
    encoded, dot, _rest = token.partition(".")
    if not dot:
        raise InvalidAccessToken()
    try:
        header = json.loads(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except (ValueError, RecursionError):
        raise InvalidAccessToken() from None
    if not isinstance(header, dict) or not set(header) <= _HEADER or header.get("alg") != ALGORITHM:
        raise InvalidAccessToken()
    kid = header.get("kid")
    if not isinstance(kid, str) or header.get("typ", "JWT") != "JWT":
        raise InvalidAccessToken()
    return kid


def _claims_of(payload: dict[str, Any]) -> Claims:
    """Every claim there, and of its type: a signature proves who wrote it, not that it is well made."""
    try:
        issued, expires, version = payload["iat"], payload["exp"], payload["ver"]
        sound = (
            payload["typ"] == "access"
            and payload["iss"] == settings.JWT_ISSUER
            and payload["aud"] == settings.JWT_AUDIENCE
            and type(issued) is type(expires) is type(version) is int
            and issued < expires
            # Revocations are remembered for one lifetime: a token that outlives it would outlive its sign-out.
            and expires - issued <= settings.ACCESS_TOKEN_LIFETIME.total_seconds()
            and isinstance(payload["jti"], str)
            and isinstance(payload["username"], str)
            and isinstance(payload["verified"], bool)
            and payload["role"] in _ROLES
            and payload["status"] in _STATES
        )
        if not sound:
            raise InvalidAccessToken()
        return Claims(
            user_id=UUID(payload["sub"]),
            session_id=UUID(payload["sid"]),
            username=payload["username"],
            role=payload["role"],
            status=payload["status"],
            email_verified=payload["verified"],
            token_version=version,
            expires_at=expires,
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        raise InvalidAccessToken() from None
