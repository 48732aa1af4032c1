"""Probing: finding out what is at a URL, keeping what was seen, and telling when the verdict becomes another.

The network is asked by threads that know no database, outside of any transaction; only the rows are written in one.
"""

from __future__ import annotations

import random
import time
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from config import clock
from config.events import record
from workbooks.embeds.choices import Access, Verdict
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.embeds.events import EmbedJudged, ProbeAsked
from workbooks.embeds.judging import Findings, look_at
from workbooks.embeds.models import Probe
from workbooks.embeds.queries import Sources, check_url, in_use, url_key
from workbooks.embeds.services.previewing import draw_previews, forget

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
    key, now = url_key(url), clock.now()
    made = Probe(url_key=key, url=url, asked_at=now - ASKED_AGAIN_AFTER, due_at=now)
    Probe.objects.bulk_create([made], ignore_conflicts=True)
    old = Q(checked_at__isnull=True) | Q(checked_at__lte=now - FRESH_FOR)
    asked = Probe.objects.filter(old, url_key=key, asked_at__lte=now - ASKED_AGAIN_AFTER)
    if settings.EMBED_PROBES and asked.update(asked_at=now, due_at=now):
        record(ProbeAsked(url_key=key))
    return Probe.objects.select_for_update().get(url_key=key)


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
                counts["changed"] += _keep(key, look.result())
    return counts


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
    gone = _forget_rows(unused.filter(asked_at__lte=now - UNUSED_FOR))
    unused.filter(checked_at__isnull=False).update(due_at=now + UNUSED_FOR)
    fresh = set(unused.filter(checked_at__isnull=True).values_list("url_key", flat=True))
    looked_at = [key for key in keys if key in used | fresh]
    return run_probes(looked_at) | {"previews": draw_previews(looked_at), "forgotten": gone}


def forget_urls(url_keys: Iterable[str]) -> int:
    """Forget what was seen at these addresses, unless something uses them; how many rows went."""
    keys = set(url_keys)
    return _forget_rows(Probe.objects.filter(url_key__in=keys - in_use(keys)))


def _forget_rows(rows: QuerySet[Probe]) -> int:
    stems = list(rows.exclude(preview="").values_list("preview", flat=True))
    gone, _ = rows.delete()
    for stem in stems:
        forget(stem)
    return gone
