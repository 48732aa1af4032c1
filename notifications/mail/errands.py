"""What mails ask at the moment they are sent: a token for their link, whether their matter still stands."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from accounts.auth import services as auth
from accounts.auth.errors import InvalidToken
from accounts.auth.services.one_time import LIFETIMES
from accounts.mfa import services as mfa
from accounts.mfa.services import mailed as mfa_mailed
from accounts.users.queries import email_change, user_by_id
from notifications.addresses import services as addresses
from notifications.mail.services import Errand
from workbooks.framing.queries import frame_facts


def _lifetime(purpose: str) -> timedelta:
    """How long tokens of that purpose live."""
    return {known.value: lifetime for known, lifetime in LIFETIMES.items()}[purpose]


def prove_address(user_id: UUID) -> Errand | None:
    """The token that verifies the member's address; none if it is verified by now."""
    user = user_by_id(user_id)
    if user is None or user.email_verified:
        return None
    return Errand(auth.verification_token(user_id), lifetime=_lifetime("verify"))


def reset_password(user_id: UUID) -> Errand:
    """The token that sets a new password."""
    return Errand(auth.reset_token(user_id), lifetime=_lifetime("reset"))


def confirm_address(user_id: UUID) -> Errand | None:
    """The token that makes the wanted address the member's, sent to that address; none if it is wanted no more."""
    try:
        new_email, token = auth.email_change_token(user_id)
    except InvalidToken:
        return None
    return Errand(token, address=new_email, lifetime=_lifetime("email_change"))


def prove_by_code(request_id: UUID) -> Errand | None:
    """A code that proves who reads the mail; none if nobody waits for it any more."""
    code = mfa.mailed_code(request_id=request_id)
    return Errand(code, lifetime=mfa_mailed.LIFETIME) if code else None


def tell_old_address(change_id: UUID) -> Errand | None:
    """The address that was the member's before."""
    change = email_change(change_id)
    return Errand(address=change.old_email) if change else None


def prove_further_address(address_id: UUID) -> Errand | None:
    """The code that proves a further address, mailed there; none if nobody waits for it any more."""
    found = addresses.mailed_code(address_id=address_id)
    return Errand(found[1], address=found[0], lifetime=addresses.CODE_LIFETIME) if found else None


def tell_of_frame(workbook_id: UUID, *, is_broken: bool) -> Errand | None:
    """Nothing to carry; none if the workbook is gone, or its frame is not (or again) broken by now."""
    facts = frame_facts(workbook_id)
    return Errand() if facts is not None and bool(facts.broken_as) is is_broken else None
