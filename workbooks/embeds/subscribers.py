"""A probe that was asked for is a job: the network is not asked inside a transaction."""

from __future__ import annotations

from config.events import DomainEvent, subscribe
from workbooks.embeds import tasks
from workbooks.embeds.events import ProbeAsked


@subscribe(ProbeAsked, as_="embeds.send_probe")
def send_probe(event: ProbeAsked, *, cause: DomainEvent) -> None:
    tasks.probe.send(url_keys=[event.url_key])
