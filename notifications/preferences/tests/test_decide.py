"""One pure function says what becomes of a message: by type and choice, quiet hours, limits and digests."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.preferences.choices import Digest
from notifications.preferences.deciding import Decision, Outcome, Preferences, Reason, decide, hour_of, next_digest
from notifications.preferences.quiet import Range, quiet_until
from notifications.types import Channel, find, types

COMMENT, DECIDED, FAVORITE = find("comment.created"), find("case.decided"), find("workbook.favorited")
assert COMMENT is not None
assert DECIDED is not None
assert FAVORITE is not None
AT = datetime(2026, 6, 1, 12, 20, tzinfo=UTC)
ALWAYS_QUIET = (Range(frozenset(range(7)), time(0, 1), time(0)),)


def test_who_chose_nothing_is_told_as_the_type_has_it() -> None:
    decided = decide(COMMENT, Preferences(), AT)
    assert {each.outcome for each in decided.values()} == {Outcome.NOW}
    assert decide(FAVORITE, Preferences(), AT)[Channel.EMAIL] == Decision(Outcome.OFF, Reason.USUAL)


def test_choices_turn_on_and_off() -> None:
    chosen = Preferences(choices={"workbook.favorited": {"email": True, "in_app": False}})
    decided = decide(FAVORITE, chosen, AT)
    assert decided[Channel.EMAIL] == Decision(Outcome.NOW, Reason.CHOSEN, AT)
    assert decided[Channel.IN_APP] == Decision(Outcome.OFF, Reason.TURNED_OFF)


def test_what_is_mandatory_passes_everything() -> None:
    off = {"case.decided": {"email": False, "in_app": False}}
    strict = Preferences(choices=off, digest=Digest.WEEKLY, rate_limit=1, ranges=ALWAYS_QUIET)
    decided = decide(DECIDED, strict, AT, spent=lambda hour: 99)
    assert decided[Channel.EMAIL] == decided[Channel.IN_APP] == Decision(Outcome.NOW, Reason.ALWAYS, AT)


def test_quiet_hours_put_off_what_leaves_and_never_the_inbox() -> None:
    decided = decide(COMMENT, Preferences(ranges=ALWAYS_QUIET), AT)
    until = datetime(2026, 6, 2, tzinfo=UTC)
    assert decided[Channel.IN_APP].outcome == Outcome.NOW
    assert decided[Channel.EMAIL] == decided[Channel.PUSH] == Decision(Outcome.LATER, Reason.QUIET_HOURS, until)


def test_a_digest_collects_mails_and_not_pushes() -> None:
    decided = decide(COMMENT, Preferences(digest=Digest.HOURLY), AT)
    assert decided[Channel.EMAIL] == Decision(Outcome.DIGEST, Reason.DIGEST, datetime(2026, 6, 1, 13, tzinfo=UTC))
    assert decided[Channel.PUSH].outcome == Outcome.NOW


def test_a_push_and_a_mail_are_two_of_an_hour() -> None:
    decided = decide(COMMENT, Preferences(rate_limit=1), AT)
    assert decided[Channel.PUSH].outcome == Outcome.NOW
    assert decided[Channel.EMAIL] == Decision(Outcome.DIGEST, Reason.RATE_LIMIT, datetime(2026, 6, 1, 13, tzinfo=UTC))


def _used_up(hour: datetime) -> int:
    return 1 if hour <= datetime(2026, 6, 1, 13, tzinfo=UTC) else 0


def test_what_a_limit_puts_off_goes_into_the_digest_of_the_next_hour_with_room() -> None:
    decided = decide(COMMENT, Preferences(rate_limit=1), AT, spent=_used_up, has_device=False)
    assert decided[Channel.EMAIL] == Decision(Outcome.DIGEST, Reason.RATE_LIMIT, datetime(2026, 6, 1, 14, tzinfo=UTC))


def test_a_digest_that_goes_out_anyway_takes_nothing_of_its_hour() -> None:
    decided = decide(
        COMMENT,
        Preferences(rate_limit=1),
        AT,
        spent=_used_up,
        collects=lambda hour: hour == datetime(2026, 6, 1, 13, tzinfo=UTC),
        has_device=False,
    )
    assert decided[Channel.EMAIL] == Decision(Outcome.DIGEST, Reason.RATE_LIMIT, datetime(2026, 6, 1, 13, tzinfo=UTC))


def test_who_turned_digests_off_gets_what_a_limit_puts_off_on_its_own() -> None:
    without = Preferences(choices={"digest.due": {"email": False}}, rate_limit=1)
    decided = decide(COMMENT, without, AT, spent=_used_up, has_device=False)
    assert decided[Channel.EMAIL] == Decision(Outcome.LATER, Reason.RATE_LIMIT, datetime(2026, 6, 1, 14, tzinfo=UTC))


def test_who_turned_digests_off_and_wants_nothing_at_once_gets_no_mail() -> None:
    without = Preferences(choices={"digest.due": {"email": False}}, digest=Digest.DAILY)
    decided = decide(COMMENT, without, AT)
    assert decided[Channel.EMAIL] == Decision(Outcome.OFF, Reason.TURNED_OFF)
    assert decided[Channel.PUSH].outcome == Outcome.NOW
    assert decide(DECIDED, without, AT)[Channel.EMAIL].outcome == Outcome.NOW


def test_without_a_device_there_is_no_push() -> None:
    assert decide(COMMENT, Preferences(), AT, has_device=False)[Channel.PUSH].reason == Reason.NO_DEVICE


def test_digests_go_out_by_the_members_clock() -> None:
    zone = ZoneInfo("Asia/Kathmandu")
    assert next_digest(Digest.DAILY, zone, AT) == datetime(2026, 6, 2, 8, tzinfo=zone)
    monday = next_digest(Digest.WEEKLY, zone, AT)
    assert monday == datetime(2026, 6, 8, 8, tzinfo=zone)


minutes = st.integers(0, 60 * 24 * 28)
limits = st.none() | st.integers(1, 3)
quiet = st.sampled_from([(), ALWAYS_QUIET, (Range(frozenset({0, 2, 4}), time(21), time(9)),)])


@settings(max_examples=200, deadline=None)
@given(minute=minutes, limit=limits, ranges=quiet, digest=st.sampled_from(Digest.values), busy=st.integers(0, 5))
def test_nothing_is_dropped_and_nothing_leaves_in_quiet_hours(
    minute: int, limit: int | None, ranges: tuple[Range, ...], digest: str, busy: int
) -> None:
    now = AT + timedelta(minutes=minute)
    preferences = Preferences(rate_limit=limit, ranges=ranges, digest=digest, zone="Australia/Lord_Howe")
    for type in types():
        decided = decide(type, preferences, now, spent=lambda hour: busy if hour == hour_of(now) else 0)
        for channel, each in decided.items():
            assert (each.outcome == Outcome.OFF) == (channel not in type.channels)
            if each.outcome == Outcome.OFF or channel == Channel.IN_APP or type.passes:
                continue
            assert each.at is not None
            assert each.at >= now
            assert quiet_until(ranges, ZoneInfo(preferences.zone), each.at) is None
            if limit is not None and busy >= limit and each.outcome == Outcome.NOW:
                raise AssertionError("the hour was used up")
