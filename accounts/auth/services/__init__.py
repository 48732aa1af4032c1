"""The deeds of the slice, by the names under which others call them."""

from __future__ import annotations

from accounts.auth.services.addresses import request_email_change, request_verification, verify_email
from accounts.auth.services.one_time import email_change_token, reset_token, verification_token
from accounts.auth.services.passwords import ask_reset, change_password, reset_password, resolve_reset
from accounts.auth.services.pruning import prune
from accounts.auth.services.registration import register
from accounts.auth.services.sessions import (
    Issued,
    open_session,
    revoke_session,
    revoke_user_sessions,
    rotate,
    sign_out,
    sign_out_everywhere,
)
from accounts.auth.services.signing_in import Candidate, candidate, check_credentials, sign_in

__all__ = [
    "Candidate",
    "Issued",
    "ask_reset",
    "candidate",
    "change_password",
    "check_credentials",
    "email_change_token",
    "open_session",
    "prune",
    "register",
    "request_email_change",
    "request_verification",
    "reset_password",
    "reset_token",
    "resolve_reset",
    "revoke_session",
    "revoke_user_sessions",
    "rotate",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "verification_token",
    "verify_email",
]
