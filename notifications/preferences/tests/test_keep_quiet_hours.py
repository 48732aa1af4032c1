"""Quiet hours across the changes of clocks, against a clock that is looked at minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.preferences.quiet import Range, instant, is_zone, leaves_time, quiet_until

NIGHT = Range(frozenset(range(7)), time(22), time(7))

# Around a change of the clocks: where, and the moment at which it is put forward or back.
CHANGES = [
    ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2019, 2, 17, 2, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(1985, 12, 31, 18, 30, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 6, 1, tzinfo=UTC)),
]

MINUTE = timedelta(minutes=1)


def shown(zone: ZoneInfo, moment: datetime) -> datetime:
    """What the clock on the wall shows."""
    return moment.astimezone(zone).replace(tzinfo=None)


class Wall:
    """The clock of a zone, looked at each minute for five days."""

    def __init__(self, zone: ZoneInfo, middle: datetime) -> None:
        begin = middle - timedelta(days=2, hours=12)
        self.minutes = [begin + number * MINUTE for number in range(5 * 24 * 60)]
        self.faces = [shown(zone, minute) for minute in self.minutes]

    def is_quiet(self, place: int, ranges: list[Range]) -> bool:
        """Whether it is quiet then: the clock has shown the start of a range, and will show a time before its end."""
        face = self.faces[place]
        return any(
            self._has_shown(place, start) and self._will_show_before(place, end)
            for day in {face.date() + timedelta(days=offset) for offset in (-1, 0, 1)}
            for each in ranges
            if day.weekday() in each.days
            for start, end in [
                (
                    datetime.combine(day, each.start),
                    datetime.combine(day + timedelta(days=1 if each.end <= each.start else 0), each.end),
                )
            ]
        )

    def _has_shown(self, place: int, start: datetime) -> bool:
        # Clocks are put back by no more than an hour: two are enough to look back.
        return any(self.faces[earlier] >= start for earlier in range(max(0, place - 120), place + 1))

    def _will_show_before(self, place: int, end: datetime) -> bool:
        return any(self.faces[later] < end for later in range(place, min(len(self.faces), place + 120)))


times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
ranges = st.lists(st.builds(Range, st.frozensets(st.integers(0, 6), min_size=1), times, times), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(change=st.sampled_from(CHANGES), wanted=ranges, offset=st.integers(-26 * 60, 26 * 60))
def test_quiet_is_what_the_clock_on_the_wall_shows(
    change: tuple[str, datetime], wanted: list[Range], offset: int
) -> None:
    zone, moment = ZoneInfo(change[0]), change[1]
    wall = Wall(zone, moment)
    place = len(wall.minutes) // 2 + offset
    until = quiet_until(wanted, zone, wall.minutes[place])
    assert (until is not None) == wall.is_quiet(place, wanted)
    if until is not None:
        last = int((until - wall.minutes[0]) / MINUTE)
        whole = range(place, min(last, len(wall.minutes) - 121))
        assert all(wall.is_quiet(each, wanted) for each in whole)
        if last < len(wall.minutes) - 121:
            assert not wall.is_quiet(last, wanted)


@settings(max_examples=100, deadline=None)
@given(change=st.sampled_from(CHANGES), offset=st.integers(-48 * 60, 48 * 60))
def test_the_first_and_the_last_time_a_clock_shows_something(change: tuple[str, datetime], offset: int) -> None:
    zone, moment = ZoneInfo(change[0]), change[1]
    local = shown(zone, moment + offset * MINUTE)
    first, last = instant(local, zone, last=False), instant(local, zone, last=True)
    assert first <= moment + offset * MINUTE <= last
    assert shown(zone, first) == shown(zone, last) == local


def test_a_night_passes_midnight() -> None:
    zone = ZoneInfo("Europe/Berlin")
    at = datetime(2026, 6, 1, 23, 30, tzinfo=zone)
    assert quiet_until([NIGHT], zone, at) == datetime(2026, 6, 2, 7, tzinfo=zone)
    assert quiet_until([NIGHT], zone, datetime(2026, 6, 1, 6, 59, tzinfo=zone)) == datetime(2026, 6, 1, 7, tzinfo=zone)
    assert quiet_until([NIGHT], zone, datetime(2026, 6, 1, 7, tzinfo=zone)) is None


def test_an_hour_that_comes_twice_is_quiet_both_times() -> None:
    zone = ZoneInfo("Europe/Berlin")
    late = Range(frozenset({6}), time(2), time(2, 30))
    first = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    assert quiet_until([late], zone, first) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_hour_that_is_left_out_is_no_quiet() -> None:
    zone = ZoneInfo("Europe/Berlin")
    left_out = Range(frozenset({6}), time(2), time(3))
    assert quiet_until([left_out], zone, datetime(2026, 3, 29, 1, tzinfo=UTC)) is None
    assert quiet_until([left_out], zone, datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) is None


def test_ranges_that_touch_are_one() -> None:
    zone = ZoneInfo("Asia/Kathmandu")
    day, night = Range(frozenset({0}), time(9), time(18)), Range(frozenset({0}), time(17, 30), time(9))
    at = datetime(2026, 6, 1, 10, tzinfo=zone)
    assert quiet_until([day, night], zone, at) == datetime(2026, 6, 2, 9, tzinfo=zone)


def test_a_range_with_one_time_is_a_whole_day() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    sunday = Range(frozenset({6}), time(0), time(0))
    assert quiet_until([sunday], zone, datetime(2026, 6, 7, 0, tzinfo=zone)) == datetime(2026, 6, 8, 0, tzinfo=zone)


def test_some_of_the_week_must_be_left() -> None:
    assert leaves_time([NIGHT])
    assert not leaves_time([Range(frozenset(range(7)), time(7), time(22)), NIGHT])


@pytest.mark.parametrize("name", ["../../etc", "../../etc/passwd", "Etc/GMT+99", "europe/berlin", "", "UTC+1", "UTC\0"])
def test_only_names_of_the_database_are_zones(name: str) -> None:
    assert not is_zone(name)
    assert is_zone("Europe/Berlin")
