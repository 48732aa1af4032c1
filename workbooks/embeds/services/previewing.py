"""Previews: the image that a page names of itself, fetched by a job, drawn anew and kept with the other pictures.

So a visitor sees what a workbook looks like, and its source does not see the visitor until they choose to load it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db.models import F, Q

from config import fetching
from config.errors import DomainError
from config.fetching.errors import FetchError
from config.images import Variant
from config.storage import StorageAway, pictures, sweeping
from workbooks.embeds.choices import Verdict
from workbooks.embeds.models import Probe

log = logging.getLogger(__name__)

KIND = "embeds"
PREVIEW = (Variant("preview", 640, 360),)
LARGEST = 4 * 1024 * 1024
AT_ONCE = 4
_REFUSALS: tuple[type[DomainError], ...] = tuple(pictures.REFUSALS)


def draw_previews(url_keys: Collection[str]) -> int:
    """Fetch and draw the previews that are missing or of another image by now; how many were drawn."""
    found = Probe.objects.filter(url_key__in=url_keys, verdict=Verdict.OK)
    wanted = list(found.exclude(image_url="").filter(~Q(preview_of=F("image_url"))).values_list("url_key", "image_url"))
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="preview") as pool:
        images = list(pool.map(lambda row: _image(row[1]), wanted))
    return sum(_keep(key, address, image) for (key, address), image in zip(wanted, images, strict=True))


def _image(address: str) -> bytes:
    """The bytes at `address`; none where they cannot be had."""
    try:
        answer = fetching.fetch(address, accept="image/webp,image/png,image/jpeg", cap=LARGEST)
    except FetchError:
        return b""
    return answer.body if answer.status == 200 else b""


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
    before = Probe.objects.filter(url_key=key).values_list("preview", flat=True).first()
    if before is None:
        return False
    Probe.objects.filter(url_key=key).update(preview=stem, preview_of=address)
    forget(before)
    return bool(stem)


def forget(stem: str) -> None:
    """Take a preview's file away; where the store is away, the sweep does it later."""
    try:
        pictures.forget(stem)
    except StorageAway:
        log.warning("a preview is left to the sweep")


def sweep_previews() -> dict[str, int]:
    """Remove files that no row names any more."""
    return sweeping.sweep(KIND, _in_use)


def _in_use(stems: Sequence[str]) -> set[str]:
    return set(Probe.objects.filter(preview__in=stems).values_list("preview", flat=True))
