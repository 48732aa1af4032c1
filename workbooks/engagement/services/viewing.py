"""Counting views: one insert in the request, and a job that moves what was inserted into the workbooks' counters."""

from __future__ import annotations

import hmac
import os
import re
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from config import clock
from config.roles import Viewer
from workbooks.catalog.queries import viewed_workbook
from workbooks.catalog.services import add_views
from workbooks.engagement.models import DailySalt, View

WINDOW_SECONDS = 1_800
_BATCH = 2_000
# Crawlers, link previews and monitors. Scripts and apps are not among them: whoever reads through one is a reader.
_BOT = re.compile(
    r"bot\b|crawl|spider|slurp|archiver|link ?expand|facebookexternalhit|embedly|whatsapp|headless|lighthouse|pingdom"
    r"|uptime|feedfetcher|mediapartners|google-read-aloud|gptbot|claudebot|ccbot|bytespider|semrush|ahrefs",
    re.IGNORECASE,
)


def is_bot(agent: str) -> bool:
    """Whether a visitor's agent is that of a known robot."""
    return bool(_BOT.search(agent[:500]))


def register_view(*, viewer: Viewer, workbook_id: UUID, address: str, agent: str, referrer: str | None = None) -> bool:
    """Keep that `viewer` looks at a workbook they see, once a window; the author and known programs are not counted.

    `referrer` is the host that led them here, as `referrers.host_of` gives it. `WorkbookNotFound` where they do not
    see the workbook. Returns whether this is a new view.
    """
    if not viewed_workbook(viewer, workbook_id) or (viewer.pk is None and is_bot(agent)):
        return False
    moment = clock.now()
    view = View(
        workbook_id=workbook_id,
        viewer_key=f"m{viewer.pk.hex}" if viewer.pk else _visitor_key(moment.date(), address, agent),
        member_id=viewer.pk,
        window=int(moment.timestamp()) // WINDOW_SECONDS,
        created_at=moment,
        referrer=referrer,
    )
    before = View.objects.filter(workbook_id=workbook_id, viewer_key=view.viewer_key, window=view.window)
    if before.exists():
        return False
    View.objects.bulk_create([view], ignore_conflicts=True)
    return True


def _visitor_key(day: date, address: str, agent: str) -> str:
    return "v" + hmac.new(_salt(day), f"{address}\n{agent}".encode(), "sha256").hexdigest()[:32]


@lru_cache(maxsize=2)
def _salt(day: date) -> bytes:
    """The day's salt, the same in every process: whoever is first makes it."""
    DailySalt.objects.bulk_create([DailySalt(day=day, salt=os.urandom(32))], ignore_conflicts=True)
    return bytes(DailySalt.objects.values_list("salt", flat=True).get(pk=day))


def forget_salts() -> None:
    """Drop the salts this process remembers."""
    _salt.cache_clear()


def count_views() -> int:
    """Move the views that are not counted yet into the workbooks' counters; returns how many.

    A batch is one transaction, and its rows are claimed so that two of these at once share the work.
    """
    counted = 0
    while True:
        with transaction.atomic():
            due = View.objects.select_for_update(skip_locked=True, no_key=True).filter(is_counted=False).order_by("id")
            batch = list(due.values_list("pk", flat=True)[:_BATCH])
            views = View.objects.filter(pk__in=batch, is_counted=False)
            by_workbook = dict(
                views.order_by().values("workbook_id").annotate(n=Count("*")).values_list("workbook_id", "n")
            )
            views.update(is_counted=True)
            add_views(by_workbook)
        counted += len(batch)
        if len(batch) < _BATCH:
            return counted
