"""The words for the ways of the second step, as clients read them."""

from __future__ import annotations

TOTP = "totp"
EMAIL = "email"
PASSKEY = "passkey"
RECOVERY = "recovery"

METHODS = (TOTP, PASSKEY, EMAIL, RECOVERY)
