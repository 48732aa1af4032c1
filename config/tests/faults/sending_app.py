"""The Celery app of the trial's workers: ours, with the world behind the safe fetch stood in for, and named leases.

Every name leads to a public address, and every public address to the stand-in of the push service; the rules between
stay. A lease ends with the id of the process that holds it, so that whoever kills one can say what it held.
"""

from __future__ import annotations

import os
import socket
import ssl
from uuid import UUID, uuid4

from celery import signals

from config.celery import app

__all__ = ["app", "holder"]

PUBLIC = "93.184.215.14"
_PID_BITS = 32


def lease() -> UUID:
    """A lease of this process."""
    return UUID(int=uuid4().int >> _PID_BITS << _PID_BITS | os.getpid())


def holder(lease: UUID) -> int:
    """The id of the process that took the lease."""
    return lease.int & ((1 << _PID_BITS) - 1)


def _connect(_address: object, _port: int, seconds: float) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(os.environ["TRIAL_PUSH_PORT"])), timeout=seconds)


@signals.import_modules.connect
def stand_in(**_: object) -> None:
    import django

    django.setup()
    from config.events import claims as of_events
    from config.fetching import Ways, hops
    from notifications.delivery import claims as of_messages

    trusted = ssl.create_default_context(cafile=os.environ["TRIAL_AUTHORITY"])
    hops.ways = Ways(resolve=lambda _host, _seconds: [PUBLIC], connect=_connect, trust=lambda: trusted)
    of_events.uuid4 = of_messages.uuid4 = lease
