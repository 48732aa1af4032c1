"""What becomes of workbooks' addresses, and of what was seen there, in exports and in erasure."""

from __future__ import annotations

from django.db.models import Q

from config.privacy import By, Export, Kept, NotExported, Person, register
from config.privacy.erasing import BATCH
from workbooks.catalog.privacy import earlier_urls, going
from workbooks.embeds.queries import url_key
from workbooks.embeds.services import forget_urls
from workbooks.framing.models import Embedding

BEFORE_CONTENT = 30


def forget_frames(person: Person) -> int:
    """Forget the frames of workbooks that are to go, and what was seen at addresses that no other workbook has."""
    rows = Embedding.objects.filter(workbook_id__in=going(person).values("pk")).order_by("pk")
    found = dict(rows.values_list("pk", "url_key")[:BATCH])
    Embedding.objects.filter(pk__in=found).delete()
    forget_urls(found.values() if found else map(url_key, earlier_urls(person)))
    return len(found)


def _probed(person: Person) -> Q:
    return Q(url_key__in=Embedding.objects.filter(workbook__author_id=person.id).values("url_key"))


def declare() -> None:
    register(
        "workbooks.Embedding",
        of="workbook__author",
        export=Export(),
        erase=By(forget_frames, "deleted, with what was seen at addresses that nobody else uses"),
        place=BEFORE_CONTENT,
    )
    register(
        "workbooks.Probe",
        of=_probed,
        export=NotExported("what our own look saw at an address of the web; the address stands in the workbook"),
        erase=Kept("goes with the last workbook that has its address"),
    )
