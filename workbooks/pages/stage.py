"""The stage: the frame on a workbook's page in which the embed page shows the workbook itself.

What every visitor sees is the embed page that other sites frame, and browsers may keep it. What only this viewer sees,
and what its source signs for them, needs a ticket in the frame's address (`workbooks.framing.tickets`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from config.roles import Viewer
from workbooks.framing.queries import frame_of
from workbooks.framing.tickets import ticket_for

# The shape of what holds a card.
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
    frame = frame_of(workbook["embed_url"])
    asking = {"bare": ""}
    if (frame.is_signed or not is_for_visitors) and (ticket := ticket_for(viewer, workbook_id)):
        asking["view"] = ticket
    shape = LOW if frame.is_broken else frame.shape
    return Stage(f"{reverse('embed-page', args=[workbook_id])}?{urlencode(asking)}", f"shape-{shape}")
