"""Signed views of Sigma: a URL that opens a workbook for one viewer, made when they look and kept nowhere.

Sigma's documentation ("Create an embed URL with JWT"): HS256 under the embed secret, in the header its client id as
`kid`; the claims below; the token in the query as `:jwt`, with `:embed=true`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from config import clock, fetching
from config.secrets import unseal
from workbooks.embeds.errors import SourceCannotSign
from workbooks.embeds.models import EmbedSource, SigningKey
from workbooks.embeds.queries import signing_key_of

LONGEST_LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SignedView:
    """A URL for one viewer. It is a key: it is handed over and neither kept nor logged, so it does not show itself."""

    url: str = field(repr=False)
    expires_at: datetime


def purpose_of(source_id: int) -> str:
    """What a source's secret is sealed for."""
    return f"workbooks.embeds.signing:{source_id}"


def sign_view(*, source: EmbedSource, url: str, email: str, full_name: str = "") -> SignedView:
    """A view of `url`, which a signed source claims, for the viewer with this address.

    `SourceCannotSign` where no key has been entered.
    """
    key = signing_key_of(source)
    if key is None:
        raise SourceCannotSign
    now = clock.now()
    life = min(timedelta(seconds=key.lifetime_seconds), LONGEST_LIFE)
    issued = int(now.timestamp())
    expires = issued + int(life.total_seconds())
    claims: dict[str, Any] = {"sub": email, "jti": uuid.uuid4().hex, "iat": issued, "exp": expires}
    claims |= _optional(key, full_name)
    secret = unseal(key.sealed_secret, purpose=purpose_of(source.pk))
    token = jwt.encode(claims, secret, algorithm="HS256", headers={"kid": key.client_id})
    parsed = fetching.parse(url)
    asked = parsed.query + ("&" if parsed.query else "?")
    signed = f"{parsed.origin}{parsed.path}{asked}:jwt={token}&:embed=true{parsed.fragment}"
    return SignedView(signed, datetime.fromtimestamp(expires, UTC))


def _optional(key: SigningKey, full_name: str) -> dict[str, Any]:
    first, _, last = full_name.strip().partition(" ")
    names = {"first_name": first, "last_name": last} if key.sends_names else {}
    rest = {"user_attributes": key.user_attributes, "account_type": key.account_type, "teams": key.teams}
    return {name: value for name, value in (names | rest).items() if value}
