"""What becomes of one event for each of those who are told of it: decided before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from config import clock
from config.db import among
from notifications.addresses.queries import push_targets
from notifications.inbox.models import UNREAD, InboxState, Notification
from notifications.inbox.told import Told
from notifications.preferences.deciding import USUAL, Decision, Outcome, Preferences, Reason, decide, hour_of
from notifications.preferences.queries import preferences_of
from notifications.types import Channel

AGAIN_AFTER = timedelta(days=1)
"""What joins an unread notification is not mailed or pushed again before so long, but for what waits for nothing."""

Decisions = Mapping[Channel, Decision]
_LEAVING = (Outcome.NOW, Outcome.LATER)


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of the event for one recipient. `joined` is the unread notification that it joins, if any."""

    state: InboxState
    decisions: Decisions
    devices: Sequence[UUID]
    joined: Notification | None

    @property
    def recipient_id(self) -> UUID:
        return self.state.member_id

    @property
    def in_app(self) -> bool:
        return self.decisions[Channel.IN_APP].outcome == Outcome.NOW

    @property
    def collected_at(self) -> datetime | None:
        decided = self.decisions[Channel.EMAIL]
        return decided.at if decided.outcome == Outcome.DIGEST else None

    @property
    def is_told(self) -> bool:
        """Whether any channel tells it."""
        return any(decision.outcome != Outcome.OFF for decision in self.decisions.values())

    def leaves_by(self, channel: Channel) -> datetime | None:
        """When it leaves the platform by that channel; None where it does not, or in a digest."""
        decided = self.decisions[channel]
        return decided.at if decided.outcome in _LEAVING else None

    @property
    def written(self) -> dict[str, list[str | None]]:
        """The decisions as they are kept: channel → what, why, when."""
        return {
            channel.value: [each.outcome.value, each.reason.value, each.at.isoformat() if each.at else None]
            for channel, each in self.decisions.items()
        }


def plan(told: Told, recipients: Sequence[UUID], states: Mapping[UUID, InboxState]) -> list[Plan]:
    """What becomes of it for each of these recipients, whose inboxes are held. A constant number of statements."""
    now = clock.now()
    preferences = preferences_of(recipients)
    devices = push_targets(recipients)
    joined = open_rows(told.group, [states[each] for each in recipients])
    deciding = _Deciding(told, now)
    plans = []
    for recipient_id in recipients:
        state, row = states[recipient_id], joined.get(recipient_id)
        theirs = preferences.get(recipient_id, USUAL)
        decided = deciding.decided(theirs, state, has_device=recipient_id in devices)
        if decided[Channel.IN_APP].outcome == Outcome.OFF:
            row = None  # what they do not want in the app any more leaves alone what stands there
        if row is not None and not told.type.passes:
            decided = {channel: _once(channel, each, row, now) for channel, each in decided.items()}
        _spend(state, theirs, decided)
        plans.append(Plan(state, decided, devices.get(recipient_id, ()), row))
    return plans


class _Deciding:
    """Decides for one member after the other.

    Where no limit counts what left before, one decision holds for all who prefer the same, and is made once: most
    prefer what is usual.
    """

    def __init__(self, told: Told, now: datetime) -> None:
        self._told, self._now = told, now
        self._made: dict[tuple[int, bool], Decisions] = {}

    def decided(self, preferences: Preferences, state: InboxState, *, has_device: bool) -> Decisions:
        if preferences.rate_limit is not None:
            return self._decide(preferences, state, has_device=has_device)
        key = (id(preferences), has_device)
        if key not in self._made:
            self._made[key] = self._decide(preferences, state, has_device=has_device)
        return self._made[key]

    def _decide(self, preferences: Preferences, state: InboxState, *, has_device: bool) -> Decisions:
        return decide(
            self._told.type,
            preferences,
            self._now,
            spent=lambda hour: spent_in(state.spent, hour),
            collects=lambda hour: collects_in(state.spent, hour),
            has_device=has_device,
        )


def spent_in(spent: Mapping[str, int], hour: datetime) -> int:
    """How many messages leave in the hour that begins at `hour`."""
    return spent.get(hour.isoformat(), 0) + int(collects_in(spent, hour))


def collects_in(spent: Mapping[str, int], hour: datetime) -> bool:
    """Whether one of them is a digest of what the limit put off."""
    return _digest_of(hour) in spent


def _digest_of(hour: datetime) -> str:
    # Behind the hour that it belongs to, so that it is forgotten together with it.
    return f"{hour.isoformat()}/digest"


def _once(channel: Channel, decided: Decision, row: Notification, now: datetime) -> Decision:
    """Not again by a channel that told the notification not long ago: it is unread, and says how many there are.

    The digests that a member asked for say so each time; what came to them in one is not mailed on its own as well.
    """
    told = {Channel.EMAIL: [row.emailed_at], Channel.PUSH: [row.pushed_at]}.get(channel, [])
    if decided.reason != Reason.DIGEST and channel == Channel.EMAIL:
        told.append(row.gathered_at)
    last = max((each for each in told if each is not None), default=None)
    if last is None or decided.outcome == Outcome.OFF or now - last >= AGAIN_AFTER:
        return decided
    return Decision(Outcome.OFF, Reason.TOLD_ALREADY)


def _spend(state: InboxState, preferences: Preferences, decided: Decisions) -> None:
    """Count what leaves, where the member has set a limit; hours that are over are forgotten."""
    if preferences.rate_limit is None:
        return
    first = hour_of(clock.now()).isoformat()
    spent = {hour: count for hour, count in state.spent.items() if hour >= first}
    for channel in (Channel.PUSH, Channel.EMAIL):
        each = decided[channel]
        if each.reason == Reason.ALWAYS or each.at is None:
            continue
        hour = hour_of(each.at)
        if each.outcome in _LEAVING:
            spent[hour.isoformat()] = spent.get(hour.isoformat(), 0) + 1
        elif each.outcome == Outcome.DIGEST and each.reason == Reason.RATE_LIMIT:
            spent[_digest_of(hour)] = 1
    state.spent = spent


def open_rows(group: str, states: Iterable[InboxState]) -> dict[UUID, Notification]:
    """The unread notifications of that group in these inboxes, which are held, by recipient.

    One that lies below the watermark was read: its row says so from now on, and is out of the way.
    """
    by_member = {state.pk: state for state in states}
    rows = Notification.objects.filter(UNREAD, group_key=group, recipient_id__in=among(list(by_member)))
    found = {row.recipient_id: row for row in rows}
    read = [row for row in found.values() if row.position <= by_member[row.recipient_id].read_through]
    for row in read:
        row.read_at = by_member[row.recipient_id].read_through_at
        del found[row.recipient_id]
    if read:
        Notification.objects.bulk_update(read, ["read_at"], batch_size=500)
    return found
