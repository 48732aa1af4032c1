"""The newest figures of each machine, as a scraper reads them."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from config.host import queries


def exposition() -> bytes:
    """`sigma_host_…{host="…"}`, and the messages in each queue."""
    registry, rows = CollectorRegistry(), queries.newest()
    for figure in queries.FIGURES:
        gauge = Gauge(f"sigma_host_{figure.name}", figure.about, ["host"], registry=registry)
        for row in rows:
            if (value := getattr(row, figure.name)) is not None:
                gauge.labels(row.host).set(value)
    depth = Gauge("sigma_queue_messages", "Messages that wait in a queue of the broker.", ["queue"], registry=registry)
    for row in rows[-1:]:
        for name, waiting in row.queues.items():
            depth.labels(name).set(waiting)
    return generate_latest(registry)
