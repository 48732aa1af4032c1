"""Following what becomes of workbooks' URLs, and telling authors of breaks: once each."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import clock
from config.events import record
from workbooks.catalog import queries as catalog
from workbooks.embeds import queries as embeds
from workbooks.embeds import services as embed_services
from workbooks.embeds.choices import BROKEN, Verdict
from workbooks.framing.events import WorkbookEmbedBroken, WorkbookEmbedRestored, WorkbookUrlLeft
from workbooks.framing.models import Embedding
from workbooks.framing.queries import embeddings_of

ENLISTED_A_RUN = 10_000
_BATCH = 1_000


@transaction.atomic
def follow_workbook(*, workbook_id: UUID) -> None:
    """Have the workbook's URL looked at. A new URL is another story: a break of the old one is over, untold."""
    url = catalog.embed_urls([workbook_id]).get(workbook_id)
    if url is None:
        return
    key = embeds.url_key(url)
    Embedding.objects.bulk_create([Embedding(workbook_id=workbook_id, url_key=key)], ignore_conflicts=True)
    held = Embedding.objects.select_for_update().get(pk=workbook_id)
    if held.url_key != key:
        record(WorkbookUrlLeft(workbook_id=workbook_id, url_key=held.url_key))
        held.url_key, held.broken_since, held.broken_as = key, None, ""
        held.save()
    # The probe's row is held from here on: a verdict comes either before, and is seen, or after, and finds the row.
    _settle(workbook_id, embed_services.ask_probe(url=url).verdict)


def forget_workbook(*, workbook_id: UUID) -> None:
    """Forget what was seen at the URL of a deleted workbook, its preview too, unless another workbook uses it."""
    embed_services.forget_urls(Embedding.objects.filter(pk=workbook_id).values_list("url_key", flat=True))


def forget_url(*, url_key: str) -> None:
    """Forget what was seen at a URL that a workbook has left, its preview too, unless another uses it."""
    embed_services.forget_urls([url_key])


@transaction.atomic
def tell_of_verdict(*, url_key: str, verdict: str) -> None:
    """Mark every workbook of the URL, and tell the authors of those for which it is news."""
    for workbook_id in list(embeddings_of(url_key).values_list("pk", flat=True)):
        _settle(workbook_id, verdict)


def _settle(workbook_id: UUID, verdict: str) -> None:
    author_id = catalog.author_of(workbook_id)
    if author_id is None or workbook_id not in catalog.embed_urls([workbook_id]):
        return
    row = Embedding.objects.filter(pk=workbook_id)
    if verdict in BROKEN:
        if row.filter(broken_since__isnull=True).update(broken_since=clock.now(), broken_as=verdict):
            record(WorkbookEmbedBroken(workbook_id=workbook_id, author_id=author_id, verdict=str(verdict)))
        else:
            row.update(broken_as=verdict)
    elif verdict == Verdict.OK and row.filter(broken_since__isnull=False).update(broken_since=None, broken_as=""):
        record(WorkbookEmbedRestored(workbook_id=workbook_id, author_id=author_id))


def enlist(*, most: int = ENLISTED_A_RUN, is_imported: bool = True) -> int:
    """Plan probes of workbooks that nothing was told of, those of listings or all of them, over the coming week."""
    count = 0
    while count < most:
        with transaction.atomic():
            found = catalog.embed_urls_without(
                Embedding.objects.all(), min(_BATCH, most - count), is_imported=is_imported
            )
            rows = [Embedding(workbook_id=pk, url_key=embeds.url_key(url)) for pk, url in found.items()]
            Embedding.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
            embed_services.plan_probes(sorted(set(found.values())))
            # A URL that was judged before its workbook came has told nobody of this one.
            known = embeds.probes({row.url_key for row in rows})
            for row in rows:
                if row.url_key in known and known[row.url_key].verdict in BROKEN:
                    _settle(row.workbook_id, known[row.url_key].verdict)
        count += len(found)
        if len(found) < _BATCH:
            break
    return count
