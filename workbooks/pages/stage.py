"""The stage: the frame on a workbook's page in which the embed page shows the workbook itself.

What every visitor sees is the embed page that other sites frame, and browsers may keep it. What only this viewer sees,
and what its source signs for them, needs a ticket in the frame's address (`workbooks.framing.tickets`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from config.roles import Viewer
from workbooks.embeds.choices import BROKEN, Access
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.embeds.queries import check_url, probe_of
from workbooks.framing.tickets import ticket_for

LOW = "low"
# What a page with a stage may load beside what every page may.
POLICY = {"frame-src": ["'self'"]}


@dataclass(frozen=True, slots=True)
class Stage:
    """The address of the frame, and the class of its shape."""

    url: str
    shape: str


def stage_for(viewer: Viewer, workbook: dict[str, Any], *, is_for_visitors: bool) -> Stage:
    """The frame in which `viewer`, who sees this workbook, is shown it."""
    workbook_id: UUID = workbook["id"]
    shape, is_signed = _shape(workbook["embed_url"])
    asking = {"bare": ""}
    if (is_signed or not is_for_visitors) and (ticket := ticket_for(viewer, workbook_id)):
        asking["view"] = ticket
    return Stage(f"{reverse('embed-page', args=[workbook_id])}?{urlencode(asking)}", f"shape-{shape}")


def _shape(url: str) -> tuple[str, bool]:
    """The shape of the frame, which is low where a card stands in it, and whether the source signs its views."""
    try:
        source = check_url(url).source
    except EmbedUrlRefused:
        return LOW, False
    probe = probe_of(url)
    is_broken = probe is not None and probe.verdict in BROKEN
    return LOW if is_broken else source.aspect_ratio.replace(":", "-"), source.access == Access.SIGNED


def oembed_url(page_path: str) -> str:
    """Where whoever links to the page of a workbook learns how to show it."""
    return f"{settings.BASE_URL}{reverse('oembed')}?{urlencode({'url': settings.BASE_URL + page_path})}"
