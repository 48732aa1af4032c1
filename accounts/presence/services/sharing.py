"""A place is shared by consent, renewed while the consent stands, and erased when it is withdrawn."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.presence.errors import ConsentRequired
from accounts.presence.events import LocationShared, LocationWithdrawn
from accounts.presence.models import SharedLocation
from accounts.presence.places import Place
from accounts.presence.words import CURRENT
from config import clock
from config.errors import InvalidInput
from config.events import record

_PLACE = tuple(Place.__dataclass_fields__)


@transaction.atomic
def share_location(*, user_id: UUID, place: Place, consent: int | None = None) -> None:
    """Keep where the member is now, in place of what was kept before.

    `consent` is the version of the words that they agree to with this; without it their consent to the words of now
    must stand already, or `ConsentRequired`. The same place again is no news.
    """
    if consent is not None and consent != CURRENT:
        raise InvalidInput.of("consent", "other_words", _("These are not the words of now; read them again."))
    held = SharedLocation.objects.select_for_update().filter(pk=user_id).first()
    now = clock.now()
    if consent is not None:
        row = SharedLocation(
            user_id=user_id, words_version=consent, consented_at=now, last_shared_at=now, **asdict(place)
        )
        SharedLocation.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["user"],
            update_fields=[*_PLACE, "words_version", "consented_at", "last_shared_at"],
        )
    elif held is None or held.words_version != CURRENT:
        raise ConsentRequired(CURRENT)
    else:
        SharedLocation.objects.filter(pk=user_id).update(**asdict(place), last_shared_at=now)
    if consent is not None or any(getattr(held, name) != getattr(place, name) for name in _PLACE):
        record(LocationShared(actor_id=user_id, user_id=user_id, words_version=CURRENT))


@transaction.atomic
def withdraw_location(*, user_id: UUID) -> bool:
    """Erase the member's place and the consent to share it; False where none was shared."""
    gone, _rows = SharedLocation.objects.filter(pk=user_id).delete()
    if gone:
        record(LocationWithdrawn(actor_id=user_id, user_id=user_id))
    return bool(gone)
