"""Figures that are read at the moment of a scrape, from whoever keeps them.

    register_readings(lambda: [Reading("sigma_webhooks_owed", "Webhook messages that wait.", owed())])

They are asked of the database, so that every process answers the same whichever of them is scraped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Gauge, generate_latest


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure; readings of one name have labels of the same names."""

    name: str
    about: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


_sources: list[Callable[[], Iterable[Reading]]] = []


def register_readings(read: Callable[[], Iterable[Reading]]) -> None:
    """Have `read` asked at every scrape."""
    if read not in _sources:
        _sources.append(read)


def exposition() -> bytes:
    """Every reading, in the text format of Prometheus."""
    registry, gauges = CollectorRegistry(), dict[str, Gauge]()
    for read in _sources:
        for reading in read():
            gauge = gauges.get(reading.name)
            if gauge is None:
                gauge = Gauge(reading.name, reading.about, list(reading.labels), registry=registry)
                gauges[reading.name] = gauge
            (gauge.labels(**reading.labels) if reading.labels else gauge).set(reading.value)
    return generate_latest(registry)
