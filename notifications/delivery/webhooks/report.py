"""What a provider tells of one message, in the one form that all of them are read into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from notifications.delivery.states import State


@dataclass(frozen=True, slots=True)
class Report:
    """One thing that happened to one message. `state` is None where it changes nothing.

    `suppresses` says that the address is to be written to no more: it came back for good, or somebody complained.
    """

    event_id: str
    what: str
    at: datetime
    state: State | None
    delivery_id: UUID | None = None
    provider_id: str = ""
    address: str = ""
    suppresses: bool = False
