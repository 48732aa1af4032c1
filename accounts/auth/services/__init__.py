"""The deeds of the slice, by the names under which others call them."""

from __future__ import annotations

from accounts.auth.services.addresses import request_email_change, request_verification, verify_email
from accounts.auth.services.by_staff import end_all_sessions, end_session, send_verification_again
from accounts.auth.services.live import (
    Live,
    ask_ticket,
    ask_ticket_by_token,
    is_unchanged,
    live_again,
    live_by_token,
    redeem_ticket,
    standing_of,
    what_changed,
)
from accounts.auth.services.one_time import email_change_token, reset_token, verification_token
from accounts.auth.services.passwords import (
    ask_reset,
    change_password,
    replace_password,
    reset_password,
    resolve_reset,
)
from accounts.auth.services.pruning import prune
from accounts.auth.services.registration import install_admin, register
from accounts.auth.services.second_step import Asked
from accounts.auth.services.sessions import (
    Issued,
    PageSession,
    end_page_session,
    open_page_session,
    open_session,
    renew_page_session,
    revoke_other_sessions,
    revoke_session,
    revoke_user_sessions,
    rotate,
    sign_out,
    sign_out_everywhere,
)
from accounts.auth.services.signing_in import (
    Candidate,
    Proven,
    ask_second_step,
    candidate,
    check_credentials,
    enter,
    enter_pages,
    in_standing,
    prove_password,
    sign_in,
)

__all__ = [
    "Asked",
    "Candidate",
    "Issued",
    "Live",
    "PageSession",
    "Proven",
    "ask_reset",
    "ask_second_step",
    "ask_ticket",
    "ask_ticket_by_token",
    "candidate",
    "change_password",
    "check_credentials",
    "email_change_token",
    "end_all_sessions",
    "end_page_session",
    "end_session",
    "enter",
    "enter_pages",
    "in_standing",
    "install_admin",
    "is_unchanged",
    "live_again",
    "live_by_token",
    "open_page_session",
    "open_session",
    "prove_password",
    "prune",
    "redeem_ticket",
    "register",
    "renew_page_session",
    "replace_password",
    "request_email_change",
    "request_verification",
    "reset_password",
    "reset_token",
    "resolve_reset",
    "revoke_other_sessions",
    "revoke_session",
    "revoke_user_sessions",
    "rotate",
    "send_verification_again",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "standing_of",
    "verification_token",
    "verify_email",
    "what_changed",
]
