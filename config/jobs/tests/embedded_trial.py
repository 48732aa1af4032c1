"""A small serving process for `test_embedded`: SQLite in a file, no broker, the runners of embedded mode.

Prints as JSON what was heard, how many runs there were and how stopping went.
"""

from __future__ import annotations

import json
import time


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    for label in ("events", "audit", "jobs"):
        call_command("migrate", label, verbosity=0)
    from config.events import record
    from config.events.models import Delivery
    from config.events.tests import ears
    from config.jobs import embedded, heartbeats
    from config.jobs.models import TaskRun

    ears.listen()
    embedded.start()
    embedded.start()
    for number in range(50):
        with transaction.atomic():
            record(ears.Happened(thing="a", number=number))
    end = time.monotonic() + 20
    while time.monotonic() < end and (Delivery.objects.exists() or not TaskRun.objects.filter(outcome="done").exists()):
        time.sleep(0.02)
    while time.monotonic() < end and heartbeats.last("embedded") is None:
        time.sleep(0.02)
    alive = heartbeats.last("embedded") is not None
    began = time.monotonic()
    stopped = embedded.stop()
    took = time.monotonic() - began
    with transaction.atomic():
        record(ears.Happened(thing="a", number=99))
    time.sleep(0.3)
    print(
        json.dumps(
            {
                "heard": [number for _, number in ears.heard()],
                "runs": sorted(TaskRun.objects.filter(outcome="done").values_list("name", flat=True)),
                "alive": alive,
                "stopped": stopped,
                "took": took,
                "owed_after_the_end": Delivery.objects.count(),
                "said_goodbye": heartbeats.last("embedded") is None,
            }
        )
    )


if __name__ == "__main__":
    main()
