"""Signs of life: processes write them, `/health/ready` reads them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import connection

from config import clock
from config.jobs.models import Heartbeat

logger = logging.getLogger(__name__)

EVERY_SECONDS = 10.0
# A process that has been silent for so long is missed (`/health/ready`, the desk).
LATE_SECONDS = 90.0


def beat(name: str) -> None:
    """Say that `name` lives."""
    sign = Heartbeat(name=name[:150], at=clock.now())
    Heartbeat.objects.bulk_create([sign], update_conflicts=True, unique_fields=["name"], update_fields=["at"])


def forget(name: str) -> None:
    """Take the sign of life away: `name` has ended in good order."""
    Heartbeat.objects.filter(name=name[:150]).delete()


def ages(prefix: str = "") -> dict[str, float]:
    """Seconds since each sign of life whose name begins with `prefix`."""
    now = clock.now()
    found = Heartbeat.objects.filter(name__startswith=prefix)
    return {name: (now - at).total_seconds() for name, at in found.values_list("name", "at")}


def last(prefix: str) -> datetime | None:
    """The newest sign of life of anyone whose name begins with `prefix`: `worker`, `beat`, `embedded`."""
    found = Heartbeat.objects.filter(name__startswith=prefix).order_by("-at")
    return found.values_list("at", flat=True).first()


class Pulse:
    """A thread that says every ten seconds that this process lives; its connection is open only while it speaks."""

    def __init__(self, name: str, every: float = EVERY_SECONDS) -> None:
        self.name = name
        self.every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"pulse-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End in good order and take the sign of life away."""
        self._ended.set()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._speak(lambda: beat(self.name))
            self._ended.wait(self.every)
        self._speak(lambda: forget(self.name))

    def _speak(self, write: Callable[[], None]) -> None:
        try:
            write()
        except Exception as error:
            logger.warning("no sign of life could be written for %s: %s", self.name, error)
        finally:
            connection.close()
