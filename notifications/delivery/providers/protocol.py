"""What a provider is to the queue: a session that is given messages one by one, and says of each what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from notifications.delivery.sources import Wording


@dataclass(frozen=True, slots=True)
class Message:
    """One message, ready to go. `delivery_id` is the key by which a double is told, whatever provider takes it."""

    delivery_id: UUID
    type: str
    words: Wording
    address: str
    p256dh: str = ""
    auth: str = ""
    link: str = ""
    unsubscribe_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_urgent: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it, and calls it by `provider_id` from now on."""

    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Transient:
    """Not now. `is_providers` says that it lies with the provider, and would have failed for any other message."""

    error: str
    status: int | None = None
    retry_after: timedelta | None = None
    is_providers: bool = False


@dataclass(frozen=True, slots=True)
class Permanent:
    """Never: trying again would end alike."""

    error: str
    status: int | None = None


@dataclass(frozen=True, slots=True)
class AddressGone:
    """There is nobody at that address any more."""

    error: str
    status: int | None = None


Result = Sent | Transient | Permanent | AddressGone


class Session(Protocol):
    """A connection that lasts for a batch."""

    def send(self, message: Message) -> Result:
        """Hand one message over. Whatever goes wrong on the way is a result, not an exception."""
        ...


class Provider(Protocol):
    """One way out of the house."""

    @property
    def name(self) -> str: ...

    def session(self) -> AbstractContextManager[Session]:
        """Open what several messages go through."""
        ...
