"""Probing: finding out what is at a URL, keeping what was seen, and telling when the verdict becomes another.

The network is asked by threads that know no database, outside of any transaction; only the rows are written in one.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from config import clock
from config.events import record
from workbooks.embeds.choices import Access, Verdict
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.embeds.events import EmbedJudged, ProbeAsked
from workbooks.embeds.judging import Findings, look_at
from workbooks.embeds.models import Probe
from workbooks.embeds.queries import Sources, check_url, in_use, url_key
from workbooks.embeds.services.previewing import draw_previews, drop_preview

log = logging.getLogger(__name__)

WEEK = timedelta(days=7)
RUN_EVERY = timedelta(minutes=10)
FRESH_FOR = timedelta(hours=1)
ASKED_AGAIN_AFTER = timedelta(minutes=1)
UNUSED_FOR = timedelta(days=1)
BACKOFF = (timedelta(hours=1), timedelta(days=1))
AT_ONCE = 8
LEAST_A_RUN, MOST_A_RUN = 50, 2_000
RUN_SECONDS = 240.0


@transaction.atomic
def ask_probe(*, url: str) -> Probe:
    """Have a URL that keeps the rules looked at, unless that was done within the hour; what is known of it now.

    The row is held until the transaction ends.
    """
    now = clock.now()
    held = _hold(url, now)
    is_old = held.checked_at is None or held.checked_at <= now - FRESH_FOR
    if settings.EMBED_PROBES and is_old and held.asked_at <= now - ASKED_AGAIN_AFTER:
        held.asked_at = held.due_at = now
        held.save(update_fields=["asked_at", "due_at"])
        record(ProbeAsked(url_key=held.url_key))
    return held


def _hold(url: str, now: datetime) -> Probe:
    """The row of a URL, made where there is none, and made again where it is forgotten while we wait for it."""
    key = url_key(url)
    while True:
        made = Probe(url_key=key, url=url, asked_at=now - ASKED_AGAIN_AFTER, due_at=now)
        Probe.objects.bulk_create([made], ignore_conflicts=True)
        held = Probe.objects.select_for_update().filter(url_key=key).first()
        if held is not None:
            return held


def plan_probes(urls: Collection[str]) -> None:
    """Have many URLs looked at at some moment of the coming week; for listings and whatever else came in bulk."""
    now = clock.now()
    rows = [
        Probe(url_key=url_key(url), url=url, asked_at=now, due_at=now + random.random() * WEEK)  # noqa: S311 - no secret
        for url in urls
    ]
    Probe.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def run_probes(url_keys: Collection[str], *, seconds: float = RUN_SECONDS) -> dict[str, int]:
    """Look at what is at these URLs, eight at once; returns how many were looked at and how many verdicts changed."""
    end = time.monotonic() + seconds
    sources = Sources()
    counts = {"probed": 0, "changed": 0}
    waiting = list(Probe.objects.filter(url_key__in=url_keys).values_list("url_key", "url"))
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="probe") as pool:
        for start in range(0, len(waiting), AT_ONCE):
            if time.monotonic() > end:
                break
            batch = waiting[start : start + AT_ONCE]
            looks = [pool.submit(_look, url, sources) for _key, url in batch]
            for (key, _url), look in zip(batch, looks, strict=True):
                counts["probed"] += 1
                counts["changed"] += _judged(key, look)
    return counts


def _judged(key: str, look: Future[Findings]) -> bool:
    try:
        return _keep(key, look.result())
    except Exception:  # a defect of ours, or a page that finds one: the others must not wait for it, or behind it
        log.exception("the URL %s could not be judged", key)
        Probe.objects.filter(url_key=key).update(due_at=_next_look(len(BACKOFF)))
        return False


def _look(url: str, sources: Sources) -> Findings:
    try:
        source = check_url(url, sources).source
    except EmbedUrlRefused as refused:
        return Findings(Verdict.NOT_ALLOWED, [refused.reason])
    return look_at(url, is_signed=source.access == Access.SIGNED)


@transaction.atomic
def _keep(key: str, seen: Findings) -> bool:
    """Write down what was seen; whether the verdict is another now."""
    held = Probe.objects.select_for_update().filter(url_key=key).first()
    if held is None:
        return False
    before = held.verdict
    held.failures = held.failures + 1 if seen.verdict == Verdict.UNREACHABLE else 0
    held.reasons, held.status_code, held.checked_at = seen.reasons, seen.status_code, clock.now()
    if not (before == Verdict.OK and seen.verdict == Verdict.UNREACHABLE and held.failures < 2):
        held.verdict = seen.verdict
    if seen.facts_seen:
        held.content_type, held.x_frame_options = seen.content_type, seen.x_frame_options
        held.frame_ancestors, held.title, held.image_url = seen.frame_ancestors, seen.title, seen.image_url
        if not held.image_url:
            drop_preview(held)
    held.due_at = _next_look(held.failures)
    held.save()
    if held.verdict == before:
        return False
    record(EmbedJudged(url_key=key, before=before, verdict=held.verdict))
    return True


def _next_look(failures: int) -> datetime:
    """In a week, sooner after failures; give or take a twelfth, so that what came together spreads over the week."""
    wait = WEEK if not 0 < failures <= 7 else BACKOFF[min(failures, len(BACKOFF)) - 1]
    return clock.now() + wait * random.uniform(11 / 12, 13 / 12)  # noqa: S311 - no secret


def check_links(*, most: int = MOST_A_RUN) -> dict[str, int]:
    """Look again at what is due, a bounded part of it; rows of URLs that nothing uses go."""
    if not settings.EMBED_PROBES:
        return {}
    now = clock.now()
    share = -(-2 * Probe.objects.count() // (WEEK // RUN_EVERY))
    due = Probe.objects.filter(due_at__lte=now).order_by("due_at")[: min(most, max(LEAST_A_RUN, share))]
    keys = list(due.values_list("url_key", flat=True))
    used = in_use(keys)
    unused = Probe.objects.filter(url_key__in=set(keys) - used)
    gone = forget_urls(unused.filter(asked_at__lte=now - UNUSED_FOR).values_list("url_key", flat=True))
    unused.filter(checked_at__isnull=False).update(due_at=now + UNUSED_FOR)
    fresh = set(unused.filter(checked_at__isnull=True).values_list("url_key", flat=True))
    looked_at = [key for key in keys if key in used | fresh]
    return run_probes(looked_at) | {"previews": draw_previews(looked_at), "forgotten": gone}


@transaction.atomic
def forget_urls(url_keys: Iterable[str]) -> int:
    """Forget what was seen at these addresses, unless something uses them; how many rows went.

    The rows are held before it is asked who uses them: whoever begins to use one meanwhile is seen, or makes it anew.
    """
    rows = Probe.objects.select_for_update().filter(url_key__in=set(url_keys)).order_by("pk")
    held = {row.url_key: row for row in rows}
    gone = [held[key] for key in held.keys() - in_use(held.keys())]
    for each in gone:
        drop_preview(each)
    Probe.objects.filter(pk__in=[each.pk for each in gone]).delete()
    return len(gone)
