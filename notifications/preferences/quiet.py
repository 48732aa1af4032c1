"""Quiet hours: ranges of the week on the clock of one time zone, right when that clock is put forward or back.

A range begins the first time the clock shows its start and ends the last time the clock shows its end. So an hour that
comes twice is quiet both times, one that is left out ends at the moment it is left out, and no night is cut short.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_DAY = timedelta(days=1)
_MINUTES_OF_A_WEEK = 7 * 24 * 60
# Ranges leave some of each week free, so the end of quiet is never further away than this.
_FURTHEST = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Range:
    """From `start` to `end` on each of these days (0 is Monday); past midnight where the end is not after the start.

    With both the same it is a whole day long.
    """

    days: frozenset[int]
    start: time
    end: time

    @property
    def passes_midnight(self) -> bool:
        return self.end <= self.start


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether it is a key of the IANA database: no path, no offset, nothing that only looks like one."""
    return name in _zones()


def instant(local: datetime, zone: ZoneInfo, *, last: bool) -> datetime:
    """When the clock of the zone first (or last) shows `local`, in UTC; where it leaves it out, when it does so."""
    earlier = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    later = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if earlier <= later:
        return later if last else earlier
    return _put_forward(later, earlier, zone)


def _put_forward(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment between the two at which the clock was put forward."""
    offset = before.astimezone(zone).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _around(ranges: Sequence[Range], zone: ZoneInfo, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Beginning and end of the ranges that may hold `moment`: those of yesterday and today, by the zone's clock."""
    today = moment.astimezone(zone).date()
    for day in (today - _DAY, today, today + _DAY):
        for each in ranges:
            if day.weekday() in each.days:
                yield _bounds(each, zone, day)


def _bounds(each: Range, zone: ZoneInfo, day: date) -> tuple[datetime, datetime]:
    ends_on = day + _DAY if each.passes_midnight else day
    begins = instant(datetime.combine(day, each.start), zone, last=False)
    return begins, instant(datetime.combine(ends_on, each.end), zone, last=True)


def quiet_until(ranges: Sequence[Range], zone: ZoneInfo, now: datetime) -> datetime | None:
    """When quiet that reigns at `now` ends, in UTC; None where there is none."""
    until = now
    while ends := [end for begin, end in _around(ranges, zone, until) if begin <= until < end]:
        until = max(ends)
        if until - now > _FURTHEST:
            break
    return until.astimezone(UTC) if until > now else None


def leaves_time(ranges: Sequence[Range]) -> bool:
    """Whether some minute of the week is outside of all of them."""
    quiet = set()
    for each in ranges:
        start = each.start.hour * 60 + each.start.minute
        length = (each.end.hour * 60 + each.end.minute - start) % (24 * 60) or 24 * 60
        for day in each.days:
            begins = day * 24 * 60 + start
            quiet |= {minute % _MINUTES_OF_A_WEEK for minute in range(begins, begins + length)}
    return len(quiet) < _MINUTES_OF_A_WEEK
