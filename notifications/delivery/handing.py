"""Handing over: which provider carries a message, and what its answer means for the message and for the provider."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from typing import Literal

from django.db import transaction

from config import clock
from notifications.addresses import services as addresses
from notifications.delivery import health, recording
from notifications.delivery.claims import Claim
from notifications.delivery.composing import Ready
from notifications.delivery.health import Way
from notifications.delivery.models import Reason
from notifications.delivery.providers import AddressGone, Permanent, Result, Sent, Session, per_second, provider
from notifications.delivery.services.suppressing import suppress
from notifications.delivery.states import State
from notifications.types import Channel

SettledAs = Literal["sent", "again", "over"]
_NEXT_SECOND = timedelta(seconds=1)


class Carriers:
    """The providers of one batch, with the sessions that are open with them."""

    def __init__(self) -> None:
        self._mail: Way | None = None
        self._push: dict[str, Way | None] = {}
        self._sessions: dict[str, Session] = {}
        self.are_down = False

    def use(self, way: Way) -> None:
        """Have mail go this way."""
        self._mail = way

    def for_message(self, one: Ready) -> Way | None:
        """The way that it goes; None where its provider is down, or has had all it may be given this second."""
        if not one.provider:
            return self._mail
        if one.provider not in self._push:
            self._push[one.provider] = health.open_way([one.provider], may_try=lambda: True)
        way = self._push[one.provider]
        if way is None or not health.allowance(way.name, 1, per_second(way.name)):
            return None
        if way.is_trial:
            self._push[one.provider] = None  # a trial is one message
        return way

    def session(self, way: Way, open_sessions: ExitStack) -> Session:
        if way.name not in self._sessions:
            self._sessions[way.name] = open_sessions.enter_context(provider(way.name).session())
        return self._sessions[way.name]

    def put_off(self, held: Claim, one: Ready) -> None:
        """It waits until its provider is tried again; that is no attempt of its own."""
        until = health.reopens_at([one.provider]) or clock.now() + _NEXT_SECOND
        recording.put_off(held.lease, one.row, until, "its provider is away")

    def note_down(self, way: Way) -> None:
        """The provider is passed over from now on: nothing more of this batch goes by it."""
        if self._mail is way:
            self.are_down = True
        else:
            self._push[way.name] = None


def settle(held: Claim, one: Ready, way: Way, result: Result, carriers: Carriers) -> SettledAs:
    """Write down what came of a message, and what it says of its provider."""
    row = one.row
    if isinstance(result, Sent):
        recording.sent(held.lease, row, provider=way.name, provider_id=result.provider_id)
        _note_yes(way)
        return "sent"
    if isinstance(result, (Permanent, AddressGone)):
        _refused(held, one, way, result)
        _note_yes(way)  # whoever refuses one message for good is there
        return "over"
    again = recording.failed(
        held.lease,
        row,
        provider=way.name,
        error=result.error,
        status=result.status,
        retry_after=result.retry_after,
    )
    if result.is_providers:
        way.has_failed = True
        if health.note_failure(way.name, result.error, result.retry_after):
            carriers.note_down(way)
    return "again" if again else "over"


def _note_yes(way: Way) -> None:
    if way.has_failed:
        health.note_success(way.name)
        way.has_failed = False


@transaction.atomic
def _refused(held: Claim, one: Ready, way: Way, result: Permanent | AddressGone) -> None:
    row = one.row
    gone = isinstance(result, AddressGone)
    recording.refused(
        held.lease,
        row,
        provider=way.name,
        error=result.error,
        status=result.status,
        state=State.BOUNCED if gone else State.DEAD,
    )
    if not gone:
        return
    if row.channel == Channel.EMAIL:
        suppress(address=one.message.address, reason=Reason.BOUNCED, user_id=row.recipient_id, delivery_id=row.pk)
    elif row.target_id is not None:
        addresses.drop(row.target_id)
