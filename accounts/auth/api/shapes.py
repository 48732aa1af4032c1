"""The documented form of accounts and tokens."""

from __future__ import annotations

from accounts.profiles.api import Completeness
from config.api import Answer
from config.api import fields as f


class Account(Answer):
    """One's own account."""

    id = f.Id()
    username = f.Text()
    email = f.Email()
    email_verified = f.Flag()
    full_name = f.Text()
    bio = f.Text()
    role = f.Text()
    status = f.Text()
    status_reason = f.Text()
    status_until = f.Moment(allow_null=True)
    avatar_url = f.Url(allow_null=True)
    timezone = f.Text()
    locale = f.Text()
    followers_count = f.Integer()
    following_count = f.Integer()
    workbooks_count = f.Integer()
    profile_completeness = f.Nested(Completeness)
    created_at = f.Moment()

    class Meta:
        example = {
            "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
            "username": "ana",
            "email": "ana@example.com",
            "email_verified": True,
            "full_name": "Ana Lima",
            "bio": "I draw *charts*.",
            "role": "member",
            "status": "active",
            "status_reason": "",
            "status_until": None,
            "avatar_url": None,
            "timezone": "Europe/Lisbon",
            "locale": "en",
            "followers_count": 12,
            "following_count": 3,
            "workbooks_count": 4,
            "profile_completeness": {"percent": 67, "missing": ["website", "location"]},
            "created_at": "2026-11-20T16:25:00Z",
        }


class Tokens(Answer):
    """A new pair of tokens; the refresh token is good once."""

    access = f.Text()
    refresh = f.Text()

    class Meta:
        example = {"access": "eyJhbGciOiJIUzI1NiIsImtpZCI6IjIwMjZiIn0.e30.c2ln", "refresh": "q5V8x0m3Wc1T9eR7"}


class SignedIn(Tokens):
    """A session of one's own: who one is, and the tokens to be it with."""

    user = f.Nested(Account)

    class Meta:
        example = {"user": Account.Meta.example, **Tokens.Meta.example}


class MfaRequired(Answer):
    """The password was right, and the account has a second step.

    `mfa_token` is good for ten minutes and for that step alone; `methods` are the ways to pass it.
    """

    mfa_required = f.Flag()
    mfa_token = f.Text()
    methods = f.Items(f.Choice(["totp", "passkey", "email", "recovery"]))

    class Meta:
        example = {"mfa_required": True, "mfa_token": "q5V8x0m3Wc1T9eR7", "methods": ["totp", "recovery"]}
