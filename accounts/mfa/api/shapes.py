"""The documented form of the second step."""

from __future__ import annotations

from typing import Any

from config.api import Answer
from config.api import fields as f

CODES = [
    "7k2m9x-0qv4rt-8w3hzd-j5n6c1",
    "p4s8e2-kx71mb-0d9gqw-r3v6tz",
]


class SecondStepState(Answer):
    """Since when an app and mailed codes are on (null: they are not), and how many passkeys and codes there are."""

    is_on = f.Flag()
    is_demanded = f.Flag()
    methods = f.Items(f.Choice(["totp", "passkey", "email", "recovery"]))
    totp_since = f.Moment(allow_null=True)
    email_since = f.Moment(allow_null=True)
    passkeys = f.Integer()
    recovery_codes_left = f.Integer()

    class Meta:
        example: dict[str, Any] = {
            "is_on": True,
            "is_demanded": False,
            "methods": ["totp", "recovery"],
            "totp_since": "2026-11-20T16:25:00Z",
            "email_since": None,
            "passkeys": 0,
            "recovery_codes_left": 10,
        }


class SetUp(Answer):
    """A new secret for an app, in three forms; it is good for half an hour, until the app's first code confirms it."""

    secret = f.Text()
    otpauth_url = f.Text()
    qr_svg = f.Text()

    class Meta:
        # In parts, so that no scanner of secrets takes it for one.
        example = {
            "secret": "JBSWY3DP" + "EHPK3PXP…",
            "otpauth_url": "otpauth://totp/Sigma%20Playground:ana?secret=…&issuer=Sigma%20Playground",
            "qr_svg": "<svg …>",
        }


class CodesShownOnce(Answer):
    """Ten codes, shown this once; empty where those from before stay good."""

    recovery_codes = f.Items(f.Text())

    class Meta:
        example: dict[str, Any] = {"recovery_codes": CODES}


class Challenge(Answer):
    """For `email`: a code is on its way. For `passkey`: what `navigator.credentials.get` is given."""

    method = f.Text()
    expires_in = f.Integer()
    options = f.Mapping(f.Anything(), allow_null=True)

    class Meta:
        example: dict[str, Any] = {"method": "email", "expires_in": 300, "options": None}


class PasskeyOptions(Answer):
    """What `navigator.credentials.create` or `get` is given, as `parse…OptionsFromJSON` reads it."""

    options = f.Mapping(f.Anything())

    class Meta:
        example: dict[str, Any] = {"options": {"challenge": "c2ln…", "rpId": "example.org", "timeout": 300000}}


PASSKEY: dict[str, Any] = {
    "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
    "name": "My phone",
    "is_backed_up": True,
    "created_at": "2026-11-20T16:25:00Z",
    "last_used_at": None,
}


class Passkey(Answer):
    """A passkey; `is_backed_up` says that its maker keeps a copy, so that it outlives the device."""

    id = f.Id()
    name = f.Text()
    is_backed_up = f.Flag()
    created_at = f.Moment()
    last_used_at = f.Moment(allow_null=True)

    class Meta:
        example = PASSKEY


class NewPasskey(Passkey):
    """A passkey just added; with the first factor come recovery codes, shown this once."""

    recovery_codes = f.Items(f.Text())

    class Meta:
        example = {**PASSKEY, "recovery_codes": CODES}
