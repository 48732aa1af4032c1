"""What becomes of one message by each channel: now, later, in a digest, not at all — and why.

Pure: what is asked about the member, the hour and their devices is handed in, so that whoever tells, whoever sends and
whoever asks "when would this reach me?" get one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.conf import settings

from notifications.preferences.choices import DAYS, Digest
from notifications.preferences.quiet import Range, instant, quiet_until
from notifications.types import Channel, NotificationType
from notifications.types.shipped import DIGEST

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
# A limit puts off by so many hours at most; then the message goes out all the same.
_FURTHEST_HOURS = 24


class Outcome(StrEnum):
    """What becomes of a message by one channel."""

    NOW = "now"
    LATER = "later"
    DIGEST = "digest"
    OFF = "off"


class Reason(StrEnum):
    """Why."""

    ALWAYS = "always"
    CHOSEN = "chosen"
    USUAL = "usual"
    QUIET_HOURS = "quiet_hours"
    RATE_LIMIT = "rate_limit"
    DIGEST = "digest"
    TURNED_OFF = "turned_off"
    NO_DEVICE = "no_device"
    TOLD_ALREADY = "told_already"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a message by one channel. `at` is when it leaves, or when the digest does; None where neither."""

    outcome: Outcome
    reason: Reason
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one member prefers. `choices` holds what they chose: type → channel → whether."""

    choices: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    digest: str = Digest.OFF
    rate_limit: int | None = None
    ranges: tuple[Range, ...] = ()
    zone: str = "UTC"

    def chosen(self, type: NotificationType, channel: Channel) -> bool | None:
        """What they chose for a type and channel; None where they chose nothing, or nothing can be chosen."""
        if type.is_mandatory:
            return None
        return self.choices.get(type.name, {}).get(channel.value)

    def wants(self, type: NotificationType, channel: Channel) -> bool:
        """Whether messages of that type reach them by that channel at all."""
        chosen = self.chosen(type, channel)
        return channel in type.channels if chosen is None else chosen


USUAL = Preferences()


def hour_of(moment: datetime) -> datetime:
    """The beginning of the hour that limits count in."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def next_digest(frequency: str, zone: ZoneInfo, now: datetime) -> datetime:
    """When the next digest of that frequency goes out; with `off`, when one of the hour would."""
    if frequency in (Digest.OFF, Digest.HOURLY):
        return hour_of(now) + _HOUR
    day = now.astimezone(zone).date()
    while True:
        at = _digest_on(day, zone)
        if at > now and _has_digest(frequency, day):
            return at
        day += _DAY


def last_digest(frequency: str, zone: ZoneInfo, now: datetime) -> datetime:
    """When a digest of that frequency was last to go out, `now` included."""
    if frequency in (Digest.OFF, Digest.HOURLY):
        return hour_of(now)
    day = now.astimezone(zone).date()
    while True:
        at = _digest_on(day, zone)
        if at <= now and _has_digest(frequency, day):
            return at
        day -= _DAY


def _digest_on(day: date, zone: ZoneInfo) -> datetime:
    return instant(datetime.combine(day, time.fromisoformat(settings.DIGESTS_AT)), zone, last=False)


def _has_digest(frequency: str, day: date) -> bool:
    return frequency == Digest.DAILY or day.weekday() == DAYS.index(settings.DIGESTS_ON)


def decide(
    type: NotificationType,
    preferences: Preferences,
    now: datetime,
    *,
    spent: Callable[[datetime], int] = lambda hour: 0,
    collects: Callable[[datetime], bool] = lambda hour: False,
    has_device: bool = True,
) -> dict[Channel, Decision]:
    """What becomes of a message of that type that comes up `now`, by each channel.

    `spent` says how many messages leave the platform for the member in the hour that begins at a moment, `collects`
    whether one of them is a digest of what a limit put off.
    """
    spending = _Spending(spent, collects, preferences.rate_limit)
    return {
        channel: _decide(type, preferences, channel, now, spending, has_device=has_device)
        for channel in (Channel.IN_APP, Channel.PUSH, Channel.EMAIL)
    }


class _Spending:
    """The limit, with what this very message takes of it: a push and a mail are two."""

    def __init__(
        self, spent: Callable[[datetime], int], collects: Callable[[datetime], bool], limit: int | None
    ) -> None:
        self._spent, self._collects, self._limit = spent, collects, limit
        self._own: dict[datetime, int] = {}

    def is_used_up(self, at: datetime) -> bool:
        hour = hour_of(at)
        return self._limit is not None and self._spent(hour) + self._own.get(hour, 0) >= self._limit

    def collects(self, at: datetime) -> bool:
        """Whether a digest of what the limit put off goes out in that hour anyway."""
        return self._collects(hour_of(at))

    def take(self, at: datetime) -> None:
        hour = hour_of(at)
        self._own[hour] = self._own.get(hour, 0) + 1


def _decide(
    type: NotificationType,
    preferences: Preferences,
    channel: Channel,
    now: datetime,
    spending: _Spending,
    *,
    has_device: bool,
) -> Decision:
    if not preferences.wants(type, channel):
        return Decision(Outcome.OFF, Reason.TURNED_OFF if preferences.chosen(type, channel) is False else Reason.USUAL)
    if channel == Channel.PUSH and not has_device:
        return Decision(Outcome.OFF, Reason.NO_DEVICE)
    if type.passes:
        return Decision(Outcome.NOW, Reason.ALWAYS, now)
    reason = Reason.USUAL if preferences.chosen(type, channel) is None else Reason.CHOSEN
    if channel == Channel.IN_APP:
        return Decision(Outcome.NOW, reason, now)
    return _outside(preferences, channel, now, spending, reason)


def _outside(
    preferences: Preferences, channel: Channel, now: datetime, spending: _Spending, reason: Reason
) -> Decision:
    """When a message leaves the platform: after quiet hours, within the limit, or collected."""
    zone = ZoneInfo(preferences.zone)
    reads_digests = channel == Channel.EMAIL and preferences.wants(DIGEST, Channel.EMAIL)
    if channel == Channel.EMAIL and preferences.digest != Digest.OFF:
        if not reads_digests:
            return Decision(Outcome.OFF, Reason.TURNED_OFF)
        at = next_digest(preferences.digest, zone, now)
        return Decision(Outcome.DIGEST, Reason.DIGEST, quiet_until(preferences.ranges, zone, at) or at)
    at, is_limited = now, False
    for _hour in range(_FURTHEST_HOURS + 1):
        until = quiet_until(preferences.ranges, zone, at)
        if until is not None:
            at, reason = until, Reason.QUIET_HOURS
        if is_limited and reads_digests and spending.collects(at):
            return Decision(Outcome.DIGEST, Reason.RATE_LIMIT, at)
        if not spending.is_used_up(at):
            break
        at, reason, is_limited = hour_of(at) + _HOUR, Reason.RATE_LIMIT, True
    else:
        at = quiet_until(preferences.ranges, zone, at) or at
    spending.take(at)
    if is_limited and reads_digests:
        return Decision(Outcome.DIGEST, Reason.RATE_LIMIT, at)
    return Decision(Outcome.NOW if at == now else Outcome.LATER, reason, at)
