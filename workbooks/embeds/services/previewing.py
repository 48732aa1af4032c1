"""Previews: the image that a page names of itself, fetched by a job, drawn anew and kept with the other pictures.

So a visitor sees what a workbook looks like, and its source does not see the visitor until they choose to load it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import transaction
from django.db.models import F, Q

from config import fetching
from config.errors import DomainError
from config.events import record
from config.fetching.errors import FetchError
from config.images import Variant
from config.storage import pictures, sweeping
from workbooks.embeds.choices import Verdict
from workbooks.embeds.events import PreviewDropped
from workbooks.embeds.models import Probe

log = logging.getLogger(__name__)

KIND = "embeds"
PREVIEW = (Variant("preview", 640, 360),)
LARGEST = 4 * 1024 * 1024
AT_ONCE = 4
DRAWING_SECONDS = 120.0
_REFUSALS: tuple[type[DomainError], ...] = tuple(pictures.REFUSALS)


def draw_previews(url_keys: Collection[str], *, seconds: float = DRAWING_SECONDS) -> int:
    """Fetch and draw the previews that are missing or of another image by now; how many were drawn.

    Four at once, so that no more images are in memory, and none is begun after so many seconds: those left over come
    with the next look at their URLs. One that breaks does not hold up the others.
    """
    end, drawn = time.monotonic() + seconds, 0
    found = Probe.objects.filter(url_key__in=url_keys, verdict=Verdict.OK).exclude(image_url="")
    wanted = found.filter(~Q(preview_of=F("image_url"))).order_by("checked_at", "pk")
    waiting = list(wanted.values_list("url_key", "image_url"))
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="preview") as pool:
        for start in range(0, len(waiting), AT_ONCE):
            if time.monotonic() > end:
                log.info("%d previews are left to the next look at their URLs", len(waiting) - start)
                break
            batch = waiting[start : start + AT_ONCE]
            fetched = [pool.submit(_image, address) for _key, address in batch]
            drawn += sum(_drawn(key, address, image) for (key, address), image in zip(batch, fetched, strict=True))
    return drawn


def _image(address: str) -> bytes:
    """The bytes at `address`; none where they cannot be had."""
    try:
        answer = fetching.fetch(address, accept="image/webp,image/png,image/jpeg", cap=LARGEST)
    except FetchError:
        return b""
    return answer.body if answer.status == 200 else b""


def _drawn(key: str, address: str, fetched: Future[bytes]) -> bool:
    try:
        return _keep(key, address, fetched.result())
    except Exception:  # a defect of ours, or an image that finds one: the others must not wait for it
        log.exception("the preview of %s could not be made", key)
        return False


def _keep(key: str, address: str, image: bytes) -> bool:
    """Draw the preview and let it take the place of an older one. Of an image that is none, that is remembered.

    What may be better another time (the image was not there, the store is away) is tried again with the next probe.
    """
    if not image:
        return False
    stem = ""
    try:
        stem = pictures.take(KIND, image, PREVIEW)
    except _REFUSALS as refused:
        if refused.status >= 500:
            return False
        log.info("no preview could be drawn: %s", refused.code)
    return _put(key, address, stem)


@transaction.atomic
def _put(key: str, address: str, stem: str) -> bool:
    """Name the preview in its row; where that is gone, or of another image by now, the new file goes instead."""
    held = Probe.objects.select_for_update().filter(url_key=key, image_url=address).first()
    if held is None:
        _tell_dropped(key, stem)
        return False
    _tell_dropped(key, held.preview)
    held.preview, held.preview_of = stem, address
    held.save(update_fields=["preview", "preview_of"])
    return bool(stem)


def drop_preview(held: Probe) -> None:
    """Take the preview out of the row in hand, which the caller saves or deletes in this transaction."""
    _tell_dropped(held.url_key, held.preview)
    held.preview = held.preview_of = ""


def _tell_dropped(key: str, stem: str) -> None:
    if stem:
        record(PreviewDropped(url_key=key, stem=stem))


def sweep_previews() -> dict[str, int]:
    """Remove files that no row names any more."""
    return sweeping.sweep(KIND, _in_use)


def _in_use(stems: Sequence[str]) -> set[str]:
    # What is excluded is what the index leaves out: without saying so, it would not be used.
    rows = Probe.objects.filter(preview__in=stems).exclude(preview="")
    return set(rows.values_list("preview", flat=True))
