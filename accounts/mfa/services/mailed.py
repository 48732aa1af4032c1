"""Six digits by mail: asked for, made when the mail is sent, good for five minutes and for what they were asked for."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.auth.services.fresh import fresh_authentication
from accounts.mfa import methods, queries
from accounts.mfa.errors import MethodNotOn
from accounts.mfa.events import Change, MfaCodeRequested
from accounts.mfa.models import Enrolment, MailedCode
from accounts.mfa.services import recovery
from accounts.mfa.services.changing import end_others, tell
from accounts.users import services as users
from config import clock
from config.db import uuid7
from config.errors import InvalidInput, NotSignedIn
from config.events import record
from config.roles import Viewer

LIFETIME = timedelta(minutes=5)
# A wish that no mail came of in this time is not fulfilled any more.
WAITS_FOR = timedelta(minutes=30)


def _digest(request_id: UUID, code: str) -> str:
    """Keyed, since a million codes are soon tried against a plain digest."""
    return salted_hmac("accounts.mfa.mailed", f"{request_id}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def ask_code(*, user_id: UUID, bound_to: UUID) -> None:
    """Have a code mailed to the member, good for `bound_to` alone; one that was asked for before is dead with this."""
    users.held_user(user_id)
    MailedCode.objects.filter(user_id=user_id).delete()
    wish = MailedCode.objects.create(id=uuid7(), user_id=user_id, bound_to=bound_to, expires_at=clock.now() + WAITS_FOR)
    record(MfaCodeRequested(actor_id=user_id, user_id=user_id, request_id=wish.pk))


@transaction.atomic
def mailed_code(*, request_id: UUID) -> str | None:
    """The code that goes into the mail which is being sent; None where nobody waits for it any more."""
    code = f"{secrets.randbelow(1_000_000):06}"
    made = MailedCode.objects.filter(pk=request_id, used_at__isnull=True, expires_at__gt=clock.now()).update(
        digest=_digest(request_id, code), expires_at=clock.now() + LIFETIME
    )
    return code if made else None


def use(user_id: UUID, code: str, *, bound_to: UUID) -> bool:
    """Use a code up, in the caller's transaction; whether it was good."""
    now = clock.now()
    for row in MailedCode.objects.filter(user_id=user_id, bound_to=bound_to, used_at__isnull=True).exclude(digest=""):
        good = MailedCode.objects.filter(
            pk=row.pk, digest=_digest(row.pk, code), used_at__isnull=True, expires_at__gt=now
        )
        if good.update(used_at=now):
            return True
    return False


def set_up_email(*, actor: Viewer, proof: Mapping[str, str]) -> None:
    """Have a first code mailed; whoever has a second step already proves anew who they are."""
    user_id = actor.pk
    if user_id is None:
        raise NotSignedIn()
    if queries.is_on(user_id):
        fresh_authentication(user_id=user_id, proof=proof)
    with transaction.atomic():
        ask_code(user_id=user_id, bound_to=_set_up(user_id))


def _set_up(user_id: UUID) -> UUID:
    """What a code of a set-up is bound to: the account, told apart from its other uses."""
    return uuid5(user_id, "set-up")


@transaction.atomic
def confirm_email(*, actor: Viewer, code: str) -> list[str]:
    """Turn mailed codes on by the first one. Recovery codes where there were none; other sessions end."""
    user_id = actor.pk
    if user_id is None:
        raise NotSignedIn()
    users.held_user(user_id)
    if not use(user_id, code, bound_to=_set_up(user_id)):
        raise InvalidInput.of("code", "wrong_code", _("This code is not right, or not good any more."))
    Enrolment.objects.update_or_create(user_id=user_id, defaults={"email_since": clock.now()})
    codes = [] if queries.recovery_codes_left(user_id) else recovery.make(user_id)
    end_others(actor, user_id)
    tell(actor=actor, user_id=user_id, change=Change.ADDED, method=methods.EMAIL)
    return codes


def ask_fresh_code(*, actor: Viewer) -> None:
    """Have a code mailed that proves anew who somebody is, in their own session."""
    user_id = actor.pk
    if user_id is None:
        raise NotSignedIn()
    if queries.factors_of(user_id).email_since is None:
        raise MethodNotOn()
    ask_code(user_id=user_id, bound_to=user_id)
