"""What becomes of inboxes in exports and in erasure.

A member's own inbox is theirs to read and goes with them. Where they stand in others' inboxes as whoever did something,
it is taken back, so that counts and names there are right without them.
"""

from __future__ import annotations

from django.db.models import Q

from config.privacy import By, Delete, Export, Person, register
from config.privacy.registry import USUAL
from notifications.inbox.models import NotificationCause
from notifications.inbox.services import forget_actor_for_good

_OTHERS = "who else did something is theirs"


def _told_or_did(person: Person) -> Q:
    return Q(recipient_id=person.id) | Q(actor_id=person.id)


def _did(person: Person) -> int:
    return NotificationCause.objects.filter(actor_id=person.id).count()


def declare() -> None:
    register(
        "notifications.NotificationCause",
        of=_told_or_did,
        export=Export(left_out={"actor_id": _OTHERS}, of="recipient", because="what others were told is theirs"),
        erase=(
            By(lambda person: forget_actor_for_good(person.id), "taken back from others' inboxes", counts=_did),
            Delete(of="recipient"),
        ),
        place=USUAL - 1,
    )
    register(
        "notifications.Notification",
        of="recipient",
        export=Export(left_out={"actor_id": _OTHERS, "second_id": _OTHERS, "third_id": _OTHERS}),
        erase=Delete(),
    )
    register("notifications.UnreadCount", of="member", export=Export(), erase=Delete())
    register("notifications.InboxState", of="member", export=Export(), erase=Delete())
