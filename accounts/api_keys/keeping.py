"""What was counted is written down: every few seconds while there is something, and when the process ends."""

from __future__ import annotations

import logging

from django.conf import settings

from accounts.api_keys.counting import tally
from accounts.api_keys.services.usage import add_usage
from config.write_behind import WriteBehind

log = logging.getLogger(__name__)


def _write() -> int:
    cells = tally.take()
    if uncounted := tally.take_uncounted():
        log.warning("%s requests with API keys were not counted: too many endpoints at once", uncounted)
    if not cells:
        return 0
    try:
        return add_usage(cells)
    except Exception as error:  # of whatever kind: the counts must outlive a database that is away
        log.warning("use of API keys could not be written and is kept: %s", error)
        tally.put_back(cells)
        return 0


def _forget() -> None:
    tally.begin_anew()
    start()


keeper = WriteBehind("api-key-usage", every=lambda: settings.API_KEY_USAGE_SECONDS, write=_write, forget=_forget)


def write_now() -> int:
    """Write down what has been counted; returns how many requests that were. What cannot be written is kept."""
    return keeper.write_now()


def start() -> None:
    """Have counts written down by themselves from now on; called when the app is ready."""
    tally.begun = keeper.wake
