"""What embeds tell: of URLs, by their keys. Which workbooks those concern is known above."""

from __future__ import annotations

from config.events import Event


class ProbeAsked(Event, wire="embed.probe_asked", subject="url_key"):
    """Somebody wants to know what is at a URL, and nobody knows, or not recently."""

    url_key: str


class EmbedJudged(Event, wire="embed.judged", subject="url_key"):
    """The verdict on a URL became another."""

    url_key: str
    before: str
    verdict: str


class PreviewDropped(Event, wire="embed.preview_dropped", subject="url_key"):
    """The preview with this stem is no URL's any more: another took its place, or there is none; its file may go."""

    url_key: str
    stem: str
