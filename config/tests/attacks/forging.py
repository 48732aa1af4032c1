"""Access tokens as a forger makes them, signed with whatever is at hand; and whether a pair of tokens lives."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from accounts.auth.keys import configured_keys
from config.testing.client import Api


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims."""
    header, claims = (json.loads(urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
    return header, claims


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def body(header: Any, claims: Any) -> str:
    """What is signed."""
    return ".".join(encoded(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))


def signed(header: Any, claims: Any, secret: bytes | None = None) -> str:
    """An HS256 token; without a secret it is our own, as if a careless version of ourselves had signed."""
    key = configured_keys()[0].secret.encode() if secret is None else secret
    signature = hmac.new(key, body(header, claims).encode(), hashlib.sha256).digest()
    return f"{body(header, claims)}.{encoded(signature)}"


def status_with(token: str) -> int:
    """What the bearer of the token is answered on a route of any member."""
    return int(Api(token).get("/auth/profile").status_code)


def refresh(token: str) -> Any:
    return Api().post("/auth/refresh", {"refresh": token})


def lives(session: Any) -> bool:
    """Whether a pair of tokens opens anything; refreshing uses its half up."""
    seen = (status_with(session.access), refresh(session.refresh).status_code)
    assert seen in {(200, 200), (401, 401)}, seen
    return seen == (200, 200)
