"""`Authorization: Bearer sp_…`: an API key stands where an access token stands, in this one header and nowhere else."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from accounts.api_keys import verifying
from accounts.api_keys.minting import START
from accounts.auth import revocation, tokens
from accounts.auth.authentication import BearerAuthentication, bearer_of
from accounts.auth.principal import Principal


class BearerOrKeyAuthentication(BearerAuthentication):
    """Access tokens and API keys. What a key asks for is marked, so that it is counted as the key's use."""

    def authenticate(self, request: Request) -> tuple[Principal, Any] | None:
        text = bearer_of(request)
        if text is None:
            return None
        if not text.startswith(START):
            return revocation.principal_of(tokens.read(text)), text
        principal = verifying.principal_of(text)
        request._request.sigma_key = principal.key_id  # type: ignore[attr-defined]
        return principal, principal.key_id
