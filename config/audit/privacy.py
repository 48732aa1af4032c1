"""What becomes of the audit in exports and in erasure."""

from __future__ import annotations

from django.db.models import Q

from config.audit.redacting import left, redact
from config.privacy import By, Export, Person, register
from config.privacy.registry import LOGS


def of(person: Person) -> Q:
    return Q(actor_id=person.id) | Q(target_type="user", target_id=str(person.id))


def declare() -> None:
    register(
        "audit.AuditEntry",
        of=of,
        export=Export(
            left_out={
                "actor_id": "it may be a member of the staff",
                "actor_name": "it may be a member of the staff",
                "address": "it may be that of a member of the staff; a member's own are those of their sessions",
            }
        ),
        erase=By(
            redact,
            "names, addresses, reasons and values emptied; what was done, when, by and to which id stays",
            once=True,
            counts=left,
        ),
        place=LOGS,
    )
