"""What a passkey signs: a challenge of ours, kept by its digest, for one purpose, taken away by the first answer."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from webauthn.helpers import bytes_to_base64url

from accounts.mfa import ceremonies
from accounts.mfa.ceremonies import Answer, NotAnAnswer
from accounts.mfa.events import PasskeyCloned
from accounts.mfa.models import Ceremony, Passkey, Purpose
from config import clock
from config.audit import note
from config.events import record

LIFETIME = timedelta(milliseconds=ceremonies.TIMEOUT_MS)


def begin(purpose: Purpose, *, user_id: UUID | None, bound_to: UUID | None = None) -> bytes:
    """A new challenge, for that purpose and, where there is one, for that member and what it is bound to."""
    challenge = secrets.token_bytes(32)
    Ceremony.objects.create(
        digest=ceremonies.digest_of(challenge),
        purpose=purpose,
        user_id=user_id,
        bound_to=bound_to,
        expires_at=clock.now() + LIFETIME,
    )
    return challenge


def answered(answer: Answer, purpose: Purpose, *, user_id: UUID | None, bound_to: UUID | None = None) -> bool:
    """Take the challenge away; whether there was one. Of many answers at once one finds it, by the DELETE."""
    waiting = Ceremony.objects.filter(
        digest=ceremonies.digest_of(answer.challenge), purpose=purpose, expires_at__gt=clock.now()
    )
    # Ones of nobody, or bound to nothing, are told from those of somebody.
    waiting = waiting.filter(user_id=user_id) if user_id else waiting.filter(user__isnull=True)
    waiting = waiting.filter(bound_to=bound_to) if bound_to else waiting.filter(bound_to__isnull=True)
    gone, _rows = waiting.delete()
    return bool(gone)


def known_of(user_id: UUID) -> list[tuple[str, list[str]]]:
    """A member's passkeys, as options name them."""
    return list(Passkey.objects.filter(user_id=user_id).order_by("pk").values_list("credential_id", "transports"))


def request_for(purpose: Purpose, *, user_id: UUID, bound_to: UUID) -> dict[str, Any]:
    """What a browser is given to have one of the member's passkeys sign."""
    return ceremonies.request_options(
        challenge=begin(purpose, user_id=user_id, bound_to=bound_to), known=known_of(user_id)
    )


def use(text: str, purpose: Purpose, *, user_id: UUID | None = None, bound_to: UUID | None = None) -> UUID | None:
    """Whose passkey answered, with the challenge used up; None where the answer does not hold.

    Without `user_id` the passkey says who it is, and must have recognised its holder: it stands for the password too.
    """
    is_alone, passkey = user_id is None, None
    try:
        answer = ceremonies.read(text)
        if not answered(answer, purpose, user_id=user_id, bound_to=bound_to):
            return None
        passkey = Passkey.objects.filter(credential_id=answer.credential_id).first()
        if passkey is None or (user_id is not None and passkey.user_id != user_id):
            return None
        if (is_alone or answer.user_handle) and answer.user_handle != handle_of(passkey.user_id):
            return None
        found = ceremonies.asserted(
            answer, public_key=bytes(passkey.public_key), sign_count=passkey.sign_count, is_alone=is_alone
        )
    except NotAnAnswer as refused:
        if refused.went_back and passkey is not None:
            _tell_of_a_copy(passkey)
        return None
    # Two challenges answered at once by copies of one key: the count moves for one of them.
    moved = Passkey.objects.filter(pk=passkey.pk, sign_count=passkey.sign_count).update(
        sign_count=found.sign_count, is_backed_up=found.is_backed_up, last_used_at=clock.now()
    )
    return passkey.user_id if moved else None


def handle_of(user_id: UUID) -> str:
    """The member as passkeys name them."""
    return bytes_to_base64url(user_id.bytes)


@transaction.atomic
def _tell_of_a_copy(passkey: Passkey) -> None:
    target = ("user", passkey.user_id)
    note(action="mfa.passkey_cloned", actor=None, target=target, after={"passkey": passkey.pk})
    record(PasskeyCloned(actor_id=None, user_id=passkey.user_id, passkey_id=passkey.pk))
