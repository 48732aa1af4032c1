"""Digests are made when they are due, by each member's clock, one a period, whoever makes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from config import clock
from config.testing.failing import Died, failing
from notifications.delivery.models import Delivery
from notifications.digests import services
from notifications.digests.models import Digest
from notifications.digests.tests.posting import announce, collects, run
from notifications.inbox.models import Notification
from notifications.inbox.services import tell as tell_all
from notifications.inbox.tests.telling import told
from notifications.inbox.tests.town import members
from notifications.preferences.choices import Digest as Frequency
from notifications.preferences.deciding import Preferences, last_digest, next_digest
from notifications.preferences.models import Preferences as Row

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)  # a Wednesday
EVENING = NOON + timedelta(hours=6)
MORNING = datetime(2026, 6, 4, 8, tzinfo=UTC)


def test_a_daily_digest_waits_for_eight_in_the_morning(owner: Any) -> None:
    with clock.standing_at(NOON):
        collects(owner, "daily", "UTC")
        announce(owner, "One")
        announce(owner, "Two")
    assert run(MORNING - timedelta(seconds=1)) == 0
    assert run(MORNING) == 1
    row = Digest.objects.get()
    assert (row.frequency, row.period_start, row.period_end) == ("daily", MORNING - timedelta(days=1), MORNING)
    assert (row.collected, len(row.told), row.state) == (2, 2, "sent")
    assert run(MORNING + timedelta(days=1)) == 0


def test_an_hourly_one_for_the_hour_and_a_weekly_one_for_monday(owner: Any, stranger: Any) -> None:
    with clock.standing_at(NOON):
        announce(collects(owner, "hourly"), "One")
        announce(collects(stranger, "weekly", "UTC"), "Two")
    assert run(NOON + timedelta(minutes=59)) == 0
    assert run(NOON + timedelta(hours=1)) == 1
    assert Digest.objects.get().frequency == "hourly"
    monday = datetime(2026, 6, 8, 8, tzinfo=UTC)
    assert run(monday - timedelta(minutes=1)) == 0
    assert run(monday) == 1
    weekly = Digest.objects.get(frequency="weekly")
    assert (weekly.member_id, weekly.period_start) == (stranger.pk, monday - timedelta(days=7))


# The days on which these clocks are put forward and back; Kathmandu's is never, and 15 minutes off the others.
SHIFTS = [
    ("America/Sao_Paulo", (2018, 11, 4)),
    ("America/Sao_Paulo", (2018, 2, 18)),
    ("Europe/Berlin", (2026, 3, 29)),
    ("Europe/Berlin", (2026, 10, 25)),
    ("Asia/Kathmandu", (2026, 3, 29)),
]


@pytest.mark.parametrize(("zone", "day"), SHIFTS)
def test_it_is_eight_on_the_members_clock_on_days_that_are_short_or_long(
    owner: Any, zone: str, day: tuple[int, int, int]
) -> None:
    local = datetime(*day, 8, tzinfo=ZoneInfo(zone))
    # By elapsed time: the night between may be an hour shorter or longer.
    eve = (local - timedelta(days=1)).astimezone(UTC)
    with clock.standing_at(eve + timedelta(hours=2)):
        announce(collects(owner, "daily", zone), "One")
    assert run(local.astimezone(UTC) - timedelta(seconds=1)) == 0
    assert run(local.astimezone(UTC)) == 1
    row = Digest.objects.get()
    assert (row.period_start, row.period_end) == (eve, local)


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"])
@pytest.mark.parametrize("frequency", ["hourly", "daily", "weekly"])
def test_periods_follow_one_another_without_gap_or_overlap_through_a_whole_year(zone: str, frequency: str) -> None:
    where, at = ZoneInfo(zone), datetime(2018, 1, 1, 3, 7, tzinfo=UTC)
    step = {"hourly": timedelta(minutes=97), "daily": timedelta(hours=11), "weekly": timedelta(days=3)}[frequency]
    while at.year == 2018:
        came, comes = last_digest(frequency, where, at), next_digest(frequency, where, at)
        assert came <= at < comes
        assert last_digest(frequency, where, comes) == comes
        assert next_digest(frequency, where, came) == comes
        at += step


def test_the_hour_and_the_day_of_the_week_are_settings(settings: Any) -> None:
    settings.DIGESTS_AT, settings.DIGESTS_ON = "18:30", "fri"
    assert next_digest(Frequency.WEEKLY, ZoneInfo("UTC"), NOON) == datetime(2026, 6, 5, 18, 30, tzinfo=UTC)


def test_quiet_hours_hold_for_digests_as_well(owner: Any) -> None:
    quiet = [{"days": ["thu"], "start": "07:00", "end": "09:15"}]
    with clock.standing_at(NOON):
        announce(collects(owner, "daily", "UTC", ranges=quiet), "One")
    assert run(MORNING + timedelta(minutes=74)) == 0
    assert run(MORNING + timedelta(minutes=75)) == 1
    assert Digest.objects.get().period_end == MORNING


def test_what_comes_while_the_digest_of_its_period_is_out_waits_for_the_next_one(owner: Any) -> None:
    with clock.standing_at(NOON):
        announce(collects(owner, "daily", "UTC"), "One")
    run(MORNING)
    with clock.standing_at(MORNING - timedelta(seconds=1)):
        announce(owner, "Late")  # decided before eight, written down after
    assert run(MORNING + timedelta(seconds=30)) == 0
    assert Notification.objects.exclude(collected_at=None).get().collected_at == MORNING + timedelta(days=1)
    assert run(MORNING + timedelta(days=1)) == 1


def test_after_days_of_standing_still_there_is_one_digest_and_not_one_a_day(owner: Any) -> None:
    with clock.standing_at(NOON):
        announce(collects(owner, "daily", "UTC"), "One")
    with clock.standing_at(NOON + timedelta(days=1)):
        announce(owner, "Two")
    assert run(MORNING + timedelta(days=5)) == 1
    assert Digest.objects.get().collected == 2


def test_whoever_wants_them_more_often_gets_what_waited_for_monday_in_the_next_one(owner: Any) -> None:
    with clock.standing_at(NOON):
        announce(collects(owner, "weekly", "UTC"), "One")
    with clock.standing_at(EVENING):
        announce(collects(owner, "daily"), "Two")
    assert run(MORNING) == 1
    assert Digest.objects.get().collected == 2
    assert run(datetime(2026, 6, 8, 8, tzinfo=UTC)) == 0


def test_the_table_holds_one_digest_a_period(owner: Any) -> None:
    like = {"member": owner, "frequency": "daily", "period_start": NOON, "period_end": MORNING}
    Digest.objects.create(**like)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(**like)


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_statement_it_has_made_all_or_nothing_and_goes_on(owner: Any, stranger: Any) -> None:
    with clock.standing_at(NOON):
        for person in (owner, stranger):
            announce(collects(person, "daily", "UTC"), "One")
    deaths = 0
    with clock.standing_at(MORNING):
        for number in range(1, 100):
            try:
                with failing(number, dies=True):
                    services.make_due()
                break
            except Died:
                deaths += 1
            count = Digest.objects.count()
            assert count in (0, 2)
            assert count == Delivery.objects.filter(type="digest.due").count()
            assert count == Notification.objects.exclude(gathered_in=None).count()
        assert services.make_due() == 0
    assert deaths > 5
    assert Digest.objects.count() == 2
    assert not Notification.objects.exclude(collected_at=None).exists()


def test_many_members_are_taken_in_batches() -> None:
    ids = members(23)
    Row.objects.bulk_create([Row(member_id=each, frequency="hourly") for each in ids])
    with clock.standing_at(NOON):
        tell_all(told("announcement.made", stays=True, group="g", data={"title": "a", "body": "b"}), ids)
    with clock.standing_at(NOON + timedelta(hours=1)):
        assert services.make_due(batch=5) == 23
    assert Digest.objects.values("member").distinct().count() == 23


def test_where_nobody_wants_digests_a_period_is_an_hour() -> None:
    assert services.period_of(Preferences(), NOON).frequency == "hourly"
    assert services.period_of(Preferences(), NOON).start == NOON - timedelta(hours=1)


def test_old_ones_are_deleted(owner: Any, settings: Any) -> None:
    settings.NOTIFICATIONS_KEPT_DAYS = 10
    for days in (9, 11):
        at = NOON - timedelta(days=days)
        Digest.objects.create(
            member=owner, frequency="daily", period_start=NOON, period_end=at + timedelta(days=99), created_at=at
        )
    with clock.standing_at(NOON):
        assert services.prune() == 1
