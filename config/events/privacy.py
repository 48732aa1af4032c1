"""What becomes of the event log in exports and in erasure.

An event keeps its kind, its time and its ids: those of an erased account lead nowhere. Texts in payloads go.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from config.db import unhurried
from config.events.event import event_classes
from config.events.models import DomainEvent
from config.privacy import By, Clear, Export, NotExported, Person, register
from config.privacy.erasing import BATCH
from config.privacy.registry import LOGS

_EMPTY: dict[type, Any] = {str: "", list: []}


def _subjects(person: Person) -> list[str]:
    """Every subject that is the person: its noun is that of the wire name."""
    return sorted({f"{cls.wire.partition('.')[0]}:{person.id}" for cls in event_classes()})


def of(person: Person) -> Q:
    return Q(actor_id=person.id) | Q(subject__in=_subjects(person))


def _owed(person: Person) -> Q:
    found = Q(event__actor_id=person.id) | Q(event__subject__in=_subjects(person))
    for mark in (str(person.id), *person.emails):
        found |= Q(last_error__icontains=mark)
    return found & ~Q(last_error="")


def empty_texts(person: Person) -> int:
    """Take the texts out of the payloads of events about the person; how many events that were."""
    subjects, count, last = set(_subjects(person)), 0, 0
    with unhurried():
        while True:
            with transaction.atomic():
                rows = DomainEvent.objects.filter(of(person), pk__gt=last).order_by("pk")
                batch = list(rows.values_list("pk", "subject", "payload")[:BATCH])
                for pk, subject, payload in batch:
                    left = _without_texts(payload, person, about=subject in subjects)
                    if left != payload:
                        DomainEvent.objects.filter(pk=pk).update(payload=left)
                        count += 1
            if len(batch) < BATCH:
                return count
            last = batch[-1][0]


def _without_texts(payload: dict[str, Any], person: Person, *, about: bool) -> dict[str, Any]:
    """Of an event about the person no text stays but ids and moments; of one they caused, none that names them."""
    names = {mark.lower() for mark in (*person.usernames, *person.emails)}
    kept = {}
    for field, value in payload.items():
        is_text = type(value) in _EMPTY and not field.endswith(("_id", "_at", "until"))
        is_name = isinstance(value, str) and value.lower() in names
        kept[field] = _EMPTY[type(value)] if is_name or (about and is_text) else value
    return kept


def declare() -> None:
    register(
        "events.DomainEvent",
        of=of,
        export=Export(left_out={"actor_id": "it may be a member of the staff"}),
        erase=By(empty_texts, "texts in payloads emptied; kind, time and ids stay", once=True, counts=lambda person: 0),
        place=LOGS,
    )
    register(
        "events.Delivery",
        of=_owed,
        export=NotExported("what our own processes still have to do about an event that is exported"),
        erase=Clear(because="the delivery is still owed", values={"last_error": ""}),
        place=LOGS,
    )
