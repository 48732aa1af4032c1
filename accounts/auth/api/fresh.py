"""How bodies carry a fresh proof of who one is: the password, a code, or a passkey's answer."""

from __future__ import annotations

from typing import Any

from accounts.auth.errors import FreshAuthenticationRequired, SecondStepLocked, WrongCode, WrongPassword
from config.api import Body
from config.api import fields as f

# What a deed that asks for a fresh proof refuses for want of one.
FRESH = [FreshAuthenticationRequired, WrongPassword, WrongCode, SecondStepLocked]


class FreshBody(Body):
    """What asks for a fresh proof of who one is: one of the three.

    `code` is six digits of an app or a mail, or a recovery code; `passkey` the JSON of the answer to a challenge from
    `POST /auth/mfa/challenge`.
    """

    current_password = f.Secret(max_length=256, required=False)
    code = f.Secret(max_length=64, required=False)
    passkey = f.Document(required=False)


def proof_in(data: dict[str, Any]) -> dict[str, str]:
    """Take what proves the caller out of a body: whatever `FreshBody` has fields for."""
    names = [str(name) for name in FreshBody().fields]
    return {name: data.pop(name) for name in names if name in data}
