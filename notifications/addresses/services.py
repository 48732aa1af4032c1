"""The deeds of addresses: registered, proved, removed. Those of one member happen one after the other."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.users import services as users
from accounts.users.queries import user_by_id
from config import clock
from config.db import uuid7, wait_lock
from config.errors import FieldError, InvalidInput, NotSignedIn
from config.events import record
from config.roles import Viewer
from config.secrets import CannotBeOpened, reseal, seal, unseal
from notifications.addresses.checking import Checked, code_digest
from notifications.addresses.errors import AddressInUse, AddressNotFound, TooManyAddresses, WrongCode
from notifications.addresses.events import AddressCodeRequested, AddressRemoved, AddressVerified, PushRegistered
from notifications.addresses.models import Address, AddressCode, Kind
from notifications.addresses.queries import purpose

MOST_ADDRESSES = 20
MOST_TRIES = 5
CODE_LIFETIME = timedelta(minutes=30)
# A wish that no mail came of in this time is not fulfilled any more.
WAITS_FOR = timedelta(hours=2)


@transaction.atomic
def register(*, actor: Viewer, checked: Checked, label: str = "") -> tuple[Address, bool]:
    """Have the member reached there as well; and whether that is new. An e-mail address waits for its code."""
    user_id = _held(actor)
    wait_lock(f"notifications.addresses:{checked.digest}")
    mine = Address.objects.filter(user_id=user_id, kind=checked.kind, digest=checked.digest).first()
    if mine is None and Address.objects.filter(user_id=user_id).count() >= MOST_ADDRESSES:
        raise TooManyAddresses(most=MOST_ADDRESSES)
    if checked.kind == Kind.EMAIL:
        return _register_email(user_id, checked, label, mine)
    return _register_push(user_id, checked, label, mine)


def _register_email(user_id: UUID, checked: Checked, label: str, mine: Address | None) -> tuple[Address, bool]:
    account = user_by_id(user_id)
    if account is not None and account.email.lower() == checked.value:
        raise InvalidInput.of("email", "own", _("This is your account's address already."))
    row = mine or Address.objects.create(
        user_id=user_id, kind=Kind.EMAIL, value=checked.value, digest=checked.digest, label=label
    )
    if row.verified_at is None:
        AddressCode.objects.update_or_create(
            address=row, defaults={"digest": "", "tries": 0, "asked_at": clock.now(), "expires_at": None}
        )
        record(AddressCodeRequested(user_id=user_id, address_id=row.pk))
    return row, mine is None


def _register_push(user_id: UUID, checked: Checked, label: str, mine: Address | None) -> tuple[Address, bool]:
    _take_over(checked, user_id)
    now = clock.now()
    row = mine or Address(id=uuid7(), user_id=user_id, kind=checked.kind, value=checked.value, digest=checked.digest)
    row.label, row.p256dh, row.verified_at = label, checked.p256dh, row.verified_at or now
    row.auth = seal(checked.auth, purpose=purpose(row.pk)) if checked.auth else ""
    row.save(force_insert=mine is None)
    if mine is None:
        record(PushRegistered(user_id=user_id, address_id=row.pk))
    return row, mine is None


def _take_over(checked: Checked, user_id: UUID) -> None:
    """Take the address from another member: whoever shows the browser's secret, or proves the mailbox, has it now."""
    others = Address.objects.filter(kind=checked.kind, digest=checked.digest, verified_at__isnull=False)
    for row in others.exclude(user_id=user_id).select_for_update():
        if checked.kind == Kind.WEB_PUSH and not _is_secret_of(row, checked.auth):
            raise AddressInUse()
        _remove(row)


def _is_secret_of(row: Address, auth: str) -> bool:
    try:
        kept = unseal(row.auth, purpose=purpose(row.pk))
    except CannotBeOpened:
        return True  # it is of no more use to whoever had it
    return compare_digest(kept.encode(), auth.encode())


def _remove(row: Address) -> None:
    record(AddressRemoved(user_id=row.user_id, address_id=row.pk))
    row.delete()


@transaction.atomic
def mailed_code(*, address_id: UUID) -> tuple[str, str] | None:
    """The address and the code that goes into the mail being sent to it; None where nobody waits for it any more."""
    row = AddressCode.objects.filter(address_id=address_id, asked_at__gt=clock.now() - WAITS_FOR)
    found = row.select_related("address").first()
    if found is None or found.address.verified_at is not None:
        return None
    code = f"{secrets.randbelow(1_000_000):06}"
    row.update(digest=code_digest(address_id, code), tries=0, expires_at=clock.now() + CODE_LIFETIME)
    return found.address.value, code


def verify(*, actor: Viewer, address_id: UUID, code: str) -> Address:
    """Prove an e-mail address by the code that was mailed to it. Five wrong ones, and another must be asked for."""
    user_id = _id_of(actor)
    mine = Address.objects.filter(pk=address_id, user_id=user_id, kind=Kind.EMAIL).first()
    if mine is None:
        raise AddressNotFound()
    if mine.verified_at is not None:
        return mine
    open_ = AddressCode.objects.filter(address_id=address_id, tries__lt=MOST_TRIES, expires_at__gt=clock.now())
    # The try is counted first, in a statement of its own, so that many at once are as many tries.
    if not open_.exclude(digest="").update(tries=F("tries") + 1):
        raise _wrong()
    return _prove(user_id, address_id, code)


@transaction.atomic
def _prove(user_id: UUID, address_id: UUID, code: str) -> Address:
    users.held_user(user_id)
    good = AddressCode.objects.filter(address_id=address_id, digest=code_digest(address_id, code))
    if not good.delete()[0]:
        raise _wrong()
    row = Address.objects.get(pk=address_id)
    wait_lock(f"notifications.addresses:{row.digest}")
    _take_over(Checked(Kind.EMAIL, row.value), user_id)
    row.verified_at = clock.now()
    row.save(update_fields=["verified_at"])
    record(AddressVerified(user_id=user_id, address_id=row.pk))
    return row


def _wrong() -> WrongCode:
    return WrongCode(errors=[FieldError("code", "wrong_code", str(WrongCode.detail))])


@transaction.atomic
def remove(*, actor: Viewer, address_id: UUID) -> None:
    """Have the member reached there no more; again is no error."""
    row = Address.objects.filter(pk=address_id, user_id=_held(actor)).first()
    if row is not None:
        _remove(row)


@transaction.atomic
def drop(address_id: UUID) -> None:
    """Nobody is there any more: the push service says so."""
    row = Address.objects.filter(pk=address_id).first()
    if row is not None:
        _remove(row)


def reseal_keys() -> int:
    """Put the keys of browsers under the installation's first key; how many there were."""
    count = 0
    for row in Address.objects.exclude(auth="").order_by("id").iterator(chunk_size=1_000):
        sealed = reseal(row.auth, purpose=purpose(row.pk))
        count += Address.objects.filter(pk=row.pk, auth=row.auth).update(auth=sealed)
    return count


def _id_of(actor: Viewer) -> UUID:
    if actor.pk is None:
        raise NotSignedIn()
    return actor.pk


def _held(actor: Viewer) -> UUID:
    user_id = _id_of(actor)
    users.held_user(user_id)
    return user_id
