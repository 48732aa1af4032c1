"""An app that shows six digits: set up, confirmed by a first code, and asked for a code that is good once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.auth.services.fresh import fresh_authentication
from accounts.mfa import methods, queries, totp
from accounts.mfa.errors import NothingToConfirm
from accounts.mfa.events import Change
from accounts.mfa.models import Enrolment
from accounts.mfa.services import recovery
from accounts.mfa.services.changing import end_others, session_of, tell
from accounts.users import services as users
from accounts.users.queries import user_by_id
from config import clock
from config.errors import InvalidInput, NotSignedIn
from config.roles import Viewer
from config.secrets import reseal, seal, unseal

_NEXT = ("next_secret", "next_until", "next_session_id")
SET_UP_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class SetUp:
    """A new secret in the three forms that apps take, until it is confirmed."""

    secret: str
    otpauth_url: str
    qr_svg: str


def purpose_of(user_id: UUID) -> str:
    """What a member's secret is sealed for: it opens for nobody else."""
    return f"accounts.mfa.totp:{user_id}"


def set_up_totp(*, actor: Viewer, proof: Mapping[str, str]) -> SetUp:
    """A new secret that waits for its first code. Whoever has a second step already proves anew who they are."""
    user = user_by_id(actor.pk) if actor.pk else None
    if user is None:
        raise NotSignedIn()
    if queries.is_on(user.pk):
        fresh_authentication(user_id=user.pk, proof=proof)
    secret = totp.new_secret()
    waiting = {
        "next_secret": seal(secret, purpose=purpose_of(user.pk)),
        "next_until": clock.now() + SET_UP_WITHIN,
        "next_session_id": session_of(actor),
    }
    with transaction.atomic():
        users.held_user(user.pk)
        Enrolment.objects.update_or_create(user_id=user.pk, defaults=waiting)
    return _shown(secret, user.username)


def waiting_set_up(actor: Viewer) -> SetUp | None:
    """The set-up that still waits for its code, for the page that is shown again after a wrong one.

    No other session of the account is shown the secret: the proof was given in this one.
    """
    user = user_by_id(actor.pk) if actor.pk else None
    row = _waiting(user.pk, actor) if user else None
    if user is None or row is None:
        return None
    return _shown(unseal(row.next_secret, purpose=purpose_of(user.pk)), user.username)


def _shown(secret: str, username: str) -> SetUp:
    return SetUp(secret, totp.address(secret, username), totp.picture(secret, username))


def _waiting(user_id: UUID, actor: Viewer) -> Enrolment | None:
    waiting = Enrolment.objects.filter(user_id=user_id, next_until__gt=clock.now()).exclude(next_secret="")
    return waiting.filter(next_session_id=session_of(actor)).first()


@transaction.atomic
def confirm_totp(*, actor: Viewer, code: str) -> list[str]:
    """Turn the app on by its first code; ten recovery codes, shown this once. Other sessions end."""
    user_id = actor.pk
    if user_id is None:
        raise NotSignedIn()
    users.held_user(user_id)
    row = _waiting(user_id, actor)
    if row is None:
        raise NothingToConfirm()
    step = totp.step_of(unseal(row.next_secret, purpose=purpose_of(user_id)), code)
    if step is None:
        raise InvalidInput.of("code", "wrong_code", _("This code is not right. Is the clock of your device right?"))
    row.totp_secret, row.totp_since, row.totp_last_step = row.next_secret, clock.now(), step
    row.next_secret, row.next_until, row.next_session_id = "", None, None
    row.save(update_fields=["totp_secret", "totp_since", "totp_last_step", *_NEXT])
    codes = recovery.make(user_id)
    end_others(actor, user_id)
    tell(actor=actor, user_id=user_id, change=Change.ADDED, method=methods.TOTP)
    return codes


def use(user_id: UUID, code: str) -> bool:
    """Use a code up, in the caller's transaction; whether it was good.

    Each time-step is good once, by a conditional UPDATE, and none before one that was used already.
    """
    row = Enrolment.objects.filter(user_id=user_id, totp_since__isnull=False).first()
    if row is None:
        return False
    step = totp.step_of(unseal(row.totp_secret, purpose=purpose_of(user_id)), code)
    if step is None:
        return False
    same = Enrolment.objects.filter(user_id=user_id, totp_secret=row.totp_secret, totp_last_step__lt=step)
    return bool(same.update(totp_last_step=step))


def reseal_secrets() -> int:
    """Put every secret under the newest key of encryption; returns how many."""
    count = 0
    for user_id in list(Enrolment.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Enrolment.objects.select_for_update().filter(pk=user_id).first()
            for name in ("totp_secret", "next_secret"):
                if row is not None and getattr(row, name):
                    setattr(row, name, reseal(getattr(row, name), purpose=purpose_of(user_id)))
                    row.save(update_fields=[name])
                    count += 1
    return count
