"""A member's passkeys: added after a fresh proof, named, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.auth.services.fresh import fresh_authentication
from accounts.mfa import ceremonies, methods, queries
from accounts.mfa.ceremonies import NotAnAnswer
from accounts.mfa.errors import InvalidPasskey, PasskeyNotFound, TooManyPasskeys
from accounts.mfa.events import Change
from accounts.mfa.models import Enrolment, Passkey, Purpose
from accounts.mfa.services import assertions, recovery
from accounts.mfa.services.changing import clear_if_off, end_others, session_of, tell
from accounts.users import services as users
from accounts.users.queries import user_by_id
from config.audit import note
from config.db import insert_once
from config.errors import NotSignedIn
from config.roles import Viewer

MOST_PASSKEYS = 20


@dataclass(frozen=True, slots=True)
class Added:
    """A new passkey, and the recovery codes that came with it, shown this once; none where there were some."""

    passkey: Passkey
    recovery_codes: list[str]


def new_passkey_options(*, actor: Viewer, proof: Mapping[str, str]) -> dict[str, Any]:
    """What a browser needs to make a passkey, after a fresh proof of who asks."""
    user = user_by_id(actor.pk) if actor.pk else None
    if user is None:
        raise NotSignedIn()
    _check_count(user.pk)
    fresh_authentication(user_id=user.pk, proof=proof)
    return ceremonies.creation_options(
        challenge=assertions.begin(Purpose.REGISTER, user_id=user.pk, bound_to=session_of(actor)),
        user_id=user.pk,
        username=user.username,
        known=assertions.known_of(user.pk),
    )


def add_passkey(*, actor: Viewer, name: str, answer: str) -> Added:
    """Keep the passkey that a browser made. The first factor turns the second step on; other sessions end."""
    user_id = actor.pk
    if user_id is None:
        raise NotSignedIn()
    try:
        read = ceremonies.read(answer)
        # Used up by whatever answer comes, so outside of what is undone with a bad one.
        if not assertions.answered(read, Purpose.REGISTER, user_id=user_id, bound_to=session_of(actor)):
            raise InvalidPasskey()
        made = ceremonies.registered(read)
    except NotAnAnswer:
        raise InvalidPasskey() from None
    passkey = Passkey(
        user_id=user_id,
        name=name,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        transports=read.transports,
        is_backed_up=made.is_backed_up,
    )
    with transaction.atomic():
        users.held_user(user_id)
        _check_count(user_id)
        if not insert_once(passkey):
            raise InvalidPasskey()
        Enrolment.objects.get_or_create(user_id=user_id)
        codes = [] if queries.recovery_codes_left(user_id) else recovery.make(user_id)
        end_others(actor, user_id)
        tell(actor=actor, user_id=user_id, change=Change.ADDED, method=methods.PASSKEY, name=name)
    return Added(passkey, codes)


def _check_count(user_id: UUID) -> None:
    if queries.passkeys_of(user_id).count() >= MOST_PASSKEYS:
        raise TooManyPasskeys(most=MOST_PASSKEYS)


@transaction.atomic
def rename_passkey(*, actor: Viewer, passkey_id: UUID, name: str) -> Passkey:
    """Give one's passkey another name."""
    passkey = queries.passkeys_of(_id_of(actor)).select_for_update(no_key=True).filter(pk=passkey_id).first()
    if passkey is None:
        raise PasskeyNotFound()
    if passkey.name != name:
        before, passkey.name = passkey.name, name
        passkey.save(update_fields=["name"])
        target = ("user", passkey.user_id)
        note(action="mfa.renamed", actor=actor, target=target, before={"name": before}, after={"name": name})
    return passkey


def remove_passkey(*, actor: Viewer, passkey_id: UUID, proof: Mapping[str, str]) -> None:
    """Take one's passkey away, after a fresh proof. With the last factor the second step is off; other sessions end."""
    user_id = _id_of(actor)
    if not queries.passkeys_of(user_id).filter(pk=passkey_id).exists():
        raise PasskeyNotFound()
    fresh_authentication(user_id=user_id, proof=proof)
    with transaction.atomic():
        users.held_user(user_id)
        passkey = queries.passkeys_of(user_id).filter(pk=passkey_id).first()
        if passkey is None:
            raise PasskeyNotFound()
        name = passkey.name
        passkey.delete()
        end_others(actor, user_id)
        clear_if_off(user_id)
        change = Change.REMOVED if queries.is_on(user_id) else Change.TURNED_OFF
        tell(actor=actor, user_id=user_id, change=change, method=methods.PASSKEY, name=name)


def _id_of(actor: Viewer) -> UUID:
    if actor.pk is None:
        raise NotSignedIn()
    return actor.pk
