"""Who was noted is written down: every few seconds while there is somebody, and when the process ends."""

from __future__ import annotations

import logging
import time

from django.conf import settings

from accounts.presence.noting import seen
from accounts.presence.services.lasting import keep_last_active
from config.write_behind import WriteBehind

log = logging.getLogger(__name__)


def _write() -> int:
    times = seen.take(time.time())
    if passed_over := seen.take_passed_over():
        log.warning("%s requests left no presence: too many members within a minute", passed_over)
    if not times:
        return 0
    try:
        return keep_last_active(times)
    except Exception as error:  # of whatever kind: a database that is away must cost nobody their request
        log.warning("presence could not be written and is kept: %s", error)
        seen.put_back(times)
        return 0


def _forget() -> None:
    seen.begin_anew()
    start()


keeper = WriteBehind("presence", every=lambda: settings.PRESENCE_SECONDS, write=_write, forget=_forget)


def write_now() -> int:
    """Write down who was noted; returns how many rows that changed. What cannot be written is kept."""
    return keeper.write_now()


def start() -> None:
    """Have presence written down by itself from now on; called when the app is ready."""
    seen.begun = keeper.wake
