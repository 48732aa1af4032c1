"""The Celery app of the tests' worker processes: ours, with the safe fetch led to the test's receiver.

`WEBHOOK_TRIAL` is the receiver's port and the file of the test's certificate authority.
"""

from __future__ import annotations

import os
import socket
import ssl
from typing import Any

from celery import signals

from config.celery import app

__all__ = ["app"]


@signals.import_modules.connect
def lead_to_the_receiver(**_: object) -> None:
    import django

    django.setup()
    from config.fetching import Ways, hops
    from config.testing.hostile import PUBLIC

    port, _colon, pem = os.environ["WEBHOOK_TRIAL"].partition(":")

    def connect(_address: Any, _port: int, seconds: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", int(port)), timeout=seconds)

    hops.ways = Ways(lambda _host, _seconds: [PUBLIC], connect, lambda: ssl.create_default_context(cafile=pem))
