"""The deeds of the slice, by the names under which others call them."""

from __future__ import annotations

from accounts.mfa.services.fresh import fresh_challenge
from accounts.mfa.services.fresh import register as register_fresh_ways
from accounts.mfa.services.mailed import ask_fresh_code, confirm_email, mailed_code, set_up_email
from accounts.mfa.services.passkeys import (
    Added,
    add_passkey,
    new_passkey_options,
    remove_passkey,
    rename_passkey,
)
from accounts.mfa.services.pruning import prune
from accounts.mfa.services.recovery import renew_recovery_codes
from accounts.mfa.services.signing_in import (
    SecondStep,
    ask,
    challenge,
    methods_of,
    passkey_options,
    sign_in_with_passkey,
    sign_in_with_passkey_pages,
    verify,
    verify_pages,
)
from accounts.mfa.services.totp import SetUp, confirm_totp, reseal_secrets, set_up_totp, waiting_set_up
from accounts.mfa.services.turning_off import disable_mfa, turn_off_mfa

__all__ = [
    "Added",
    "SecondStep",
    "SetUp",
    "add_passkey",
    "ask",
    "ask_fresh_code",
    "challenge",
    "confirm_email",
    "confirm_totp",
    "disable_mfa",
    "fresh_challenge",
    "mailed_code",
    "methods_of",
    "new_passkey_options",
    "passkey_options",
    "prune",
    "register_fresh_ways",
    "remove_passkey",
    "rename_passkey",
    "renew_recovery_codes",
    "reseal_secrets",
    "set_up_email",
    "set_up_totp",
    "sign_in_with_passkey",
    "sign_in_with_passkey_pages",
    "turn_off_mfa",
    "verify",
    "verify_pages",
    "waiting_set_up",
]
