"""The Celery app of the trial's workers: ours, with the world behind the safe fetch stood in for, and named leases.

Every name leads to a public address, and every public address to the stand-in of the push service; the rules between
stay. Imported, it changes what every process of Celery's does that starts in this one: tests name it, and no more.
"""

from __future__ import annotations

import os
import socket
import ssl

from celery import signals

from config.celery import app

__all__ = ["app"]

PUBLIC = "93.184.215.14"


def _connect(_address: object, _port: int, seconds: float) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(os.environ["TRIAL_PUSH_PORT"])), timeout=seconds)


@signals.import_modules.connect
def stand_in(**_: object) -> None:
    import django

    django.setup()
    from config.events import claims as of_events
    from config.fetching import Ways, hops
    from config.tests.faults.leases import lease
    from notifications.delivery import claims as of_messages

    trusted = ssl.create_default_context(cafile=os.environ["TRIAL_AUTHORITY"])
    hops.ways = Ways(resolve=lambda _host, _seconds: [PUBLIC], connect=_connect, trust=lambda: trusted)
    of_events.uuid4 = of_messages.uuid4 = lease
