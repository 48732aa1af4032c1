"""A probe that was asked for is a job: the network is not asked inside a transaction. Previews out of use go."""

from __future__ import annotations

from config.events import DomainEvent, subscribe
from config.storage import pictures
from workbooks.embeds import tasks
from workbooks.embeds.events import PreviewDropped, ProbeAsked


@subscribe(ProbeAsked, as_="embeds.send_probe")
def send_probe(event: ProbeAsked, *, cause: DomainEvent) -> None:
    tasks.probe.send(url_keys=[event.url_key])


@subscribe(PreviewDropped, as_="embeds.forget_preview")
def forget_preview(event: PreviewDropped, *, cause: DomainEvent) -> None:
    """Remove the file of a preview that is no URL's, and have caches drop it."""
    pictures.forget(event.stem)
