"""Whoever acts by a key: the account behind it, held to the key's scopes and limits."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from accounts.api_keys.limits import KeyLimits
from accounts.auth.principal import Principal


@dataclass(frozen=True, slots=True)
class KeyPrincipal(Principal):
    """A principal that `config.api` asks for its scopes and own limits. `session_id` is the key's id."""

    scopes: frozenset[str] = frozenset()
    limits: KeyLimits | None = None

    @property
    def key_id(self) -> UUID:
        return self.session_id
