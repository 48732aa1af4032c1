"""A whole import: batch by batch, each a transaction, so that what is in stays in whatever ends the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from django.db import transaction

from config.audit import note
from config.events import record
from workbooks.catalog.events import ListingImported
from workbooks.catalog.importing.reading import Listing, Progress, records
from workbooks.catalog.importing.rows import Refusal, Row, check_row
from workbooks.catalog.importing.writing import write_batch
from workbooks.embeds.queries import Sources

BATCH = 2_000


@dataclass(slots=True)
class Totals:
    """What became of the rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.refused


def import_listing(
    listing: Listing,
    *,
    batch_size: int = BATCH,
    dry_run: bool = False,
    on_refusal: Callable[[Refusal], None] = lambda refusal: None,
    on_progress: Progress = lambda read: None,
) -> Totals:
    """Read the listing to its end. With `dry_run` everything is tried and nothing kept."""
    totals = Totals()

    def refuse(refusal: Refusal) -> None:
        totals.refused += 1
        on_refusal(refusal)

    batch: list[Row] = []
    for row in _checked(listing, on_progress):
        if isinstance(row, Refusal):
            refuse(row)
            continue
        batch.append(row)
        if len(batch) == batch_size:
            _put(batch, totals, refuse, dry_run)
            batch = []
    _put(batch, totals, refuse, dry_run)
    if not dry_run:
        _tell(listing, totals)
    return totals


def _checked(listing: Listing, on_progress: Progress) -> Iterator[Row | Refusal]:
    """Every row, checked by itself and against those before it: a URL goes in once a file."""
    sources = Sources()
    seen: dict[bytes, int] = {}
    for line, cells in records(listing, on_progress):
        if cells is None:
            yield Refusal(line, "not_a_row", f"The row does not have the {len(listing.columns)} columns of the header.")
            continue
        row = check_row(line, cells, sources)
        if isinstance(row, Row):
            known = seen.setdefault(blake2b(row.url.encode(), digest_size=16).digest(), line)
            if known != line:
                row = Refusal(line, "repeated", f"url: the same as on line {known}.")
        yield row


def _put(batch: list[Row], totals: Totals, refuse: Callable[[Refusal], None], dry_run: bool) -> None:
    if not batch:
        return
    with transaction.atomic():
        outcome = write_batch(batch)
        if dry_run:
            transaction.set_rollback(True)
    totals.created += outcome.created
    totals.updated += outcome.updated
    totals.unchanged += outcome.unchanged
    for refusal in outcome.refusals:
        refuse(refusal)


@transaction.atomic
def _tell(listing: Listing, totals: Totals) -> None:
    counts = {
        "created": totals.created,
        "updated": totals.updated,
        "unchanged": totals.unchanged,
        "refused": totals.refused,
    }
    record(ListingImported(actor_id=None, listing=listing.path.name[:100], **counts))
    note(action="listing.imported", actor=None, target=("listing", listing.path.name), after=counts)
