"""What becomes of workbooks in exports and in erasure.

With `keeps_content` what anybody can reach, by a list or by its link, is given to the account of deleted members,
without its earlier versions. All else goes: drafts, what only followers saw, what was hidden or deleted.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.profiles import services as profiles
from config import clock
from config.events import record
from config.privacy import By, Clear, Delete, Export, Kept, Person, register
from config.storage import pictures
from workbooks.catalog.events import WorkbookDeleted
from workbooks.catalog.models import STANDING, Visibility, Workbook, WorkbookVersion
from workbooks.catalog.services.holding import settle

FIRST = 40
_GOES = "goes with its workbook, or stays with one that is given to the account of deleted members"


def _reachable() -> Q:
    return STANDING & Q(visibility__in=[Visibility.PUBLIC, Visibility.UNLISTED])


def going(person: Person) -> QuerySet[Workbook]:
    """The workbooks that are to be erased rather than given away."""
    rows = Workbook.objects.filter(author_id=person.id)
    return rows.exclude(_reachable()) if person.keeps_content else rows


def earlier_urls(person: Person) -> set[str]:
    """The addresses that the person's workbooks had in earlier versions, which go in either case."""
    rows = WorkbookVersion.objects.filter(workbook__author_id=person.id)
    return set(rows.order_by().values_list("embed_url", flat=True).distinct())


def part_with_workbook(person: Person) -> int:
    """Erase the person's next workbook, or give it away; one at a time, since much may hang on it."""
    row = Workbook.objects.filter(author_id=person.id).order_by("pk").first()
    if row is None:
        return 0
    if person.keeps_content and Workbook.objects.filter(_reachable(), pk=row.pk).exists():
        _give_away(row, person)
    else:
        pictures.forget(row.thumbnail)
        _erase(row, person)
    return 1


@transaction.atomic
def _give_away(row: Workbook, person: Person) -> None:
    assert person.heir is not None
    held = Workbook.objects.select_for_update(no_key=True).get(pk=row.pk)
    counted = 1 if held.is_listed else 0
    held.author_id, held.version, held.updated_at = person.heir, held.version + 1, clock.now()
    held.save(update_fields=["author_id", "version", "updated_at"])
    if counted:
        profiles.bump_counts({person.id: {"workbooks": -1}, person.heir: {"workbooks": 1}})


@transaction.atomic
def _erase(row: Workbook, person: Person) -> None:
    held = Workbook.objects.select_for_update(no_key=True).get(pk=row.pk)
    was_listed = held.is_listed
    held.deleted_at = held.deleted_at or clock.now()
    held.save(update_fields=["deleted_at"])
    settle(held, was_listed=was_listed)
    record(WorkbookDeleted(actor_id=person.id, workbook_id=held.pk))
    held.delete()


def declare() -> None:
    register(
        "workbooks.Workbook",
        of="author",
        export=Export(
            left_out={"import_digest": "a digest by which an import tells what it has read already"},
            stem=lambda row: str(row["thumbnail"]),
        ),
        erase=By(part_with_workbook, "deleted with what hangs on it, or given to the account of deleted members"),
    )
    register(
        "workbooks.WorkbookVersion",
        of=("workbook__author", "replaced_by"),
        export=Export(),
        erase=(
            Delete(of="workbook__author"),
            Clear(because="it is another author's", values={"replaced_by": None}, of="replaced_by"),
        ),
        place=FIRST,
    )
    register(
        "workbooks.FeaturedPick",
        of=("workbook__author", "picked_by"),
        export=Export(of="workbook__author", because="what a moderator picks is the platform's"),
        erase=Clear(because=_GOES, values={"picked_by": None}, of="picked_by"),
        place=FIRST,
    )
    register("workbooks.Tagging", of="workbook__author", export=Export(), erase=Kept(_GOES), place=FIRST)
