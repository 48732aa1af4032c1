"""Refused texts are written down behind the requests that brought them: soon, and when the process ends."""

from __future__ import annotations

import logging

from django.conf import settings

from config.write_behind import WriteBehind
from moderation.screening.refusals import waiting
from moderation.screening.services.refusals import write_refusals

log = logging.getLogger(__name__)


def _write() -> int:
    try:
        return write_refusals()
    except Exception as error:  # of whatever kind: the thread must live on; what cannot be written is lost
        log.warning("refused texts could not be written down: %s", error)
        return 0


def _forget() -> None:
    waiting.begin_anew()
    start()


keeper = WriteBehind(
    "screening-refusals", every=lambda: settings.SCREENING_REFUSALS_SECONDS, write=_write, forget=_forget
)


def start() -> None:
    """Have refusals written down by themselves from now on; called when the app is ready."""
    waiting.begun = keeper.wake
