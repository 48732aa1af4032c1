"""Who takes which messages, and what becomes of what a dead process held."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from config.db import uuid7
from config.testing.crowd import at_once
from notifications.delivery import claims, sending
from notifications.delivery.models import Delivery
from notifications.delivery.tests.trial import asked_for, fresh, one_for, order
from notifications.types import Channel

pytestmark = pytest.mark.django_db(transaction=True)


def claim(limit=100):
    return claims.claim(Channel.EMAIL, limit)


def test_what_is_claimed_is_nobody_elses(owner):
    rows = asked_for(*[order(owner) for _ in range(3)])
    held = claim(2)
    assert [row.pk for row in held.rows] == [row.pk for row in rows[:2]]
    assert held.is_full
    assert [row.pk for row in claim().rows] == [rows[2].pk]
    assert claim().rows == []
    assert claims.release(held) == 2
    assert len(claim().rows) == 2


def test_channels_are_claimed_apart(owner):
    mail, push = asked_for(order(owner), order(owner, channel=Channel.PUSH, target_id=uuid7()))
    assert [row.pk for row in claim().rows] == [mail.pk]
    assert [row.pk for row in claims.claim(Channel.PUSH).rows] == [push.pk]


def test_a_later_one_of_a_thread_waits_for_one_that_is_held(owner, friend):
    first, second = asked_for(order(owner, thread="a"), order(owner, thread="a"))
    theirs = one_for(friend, thread="a")
    held = claim(1)
    assert [row.pk for row in held.rows] == [first.pk]
    assert [row.pk for row in claim().rows] == [theirs.pk]
    claims.release(held)
    assert [row.pk for row in claim().rows] == [first.pk, second.pk]


def test_one_that_was_put_off_holds_nobody_up(owner):
    asked_for(order(owner, thread="a", scheduled_for=clock.now() + timedelta(hours=8)))
    later = one_for(owner, thread="a")
    assert [row.pk for row in claim().rows] == [later.pk]


def test_devices_wait_for_no_other_device(owner):
    device, other = uuid7(), uuid7()
    rows = asked_for(
        order(owner, channel=Channel.PUSH, target_id=device, thread="a"),
        order(owner, channel=Channel.PUSH, target_id=other, thread="a"),
        order(owner, channel=Channel.PUSH, target_id=device, thread="a"),
    )
    assert [row.pk for row in claims.claim(Channel.PUSH, 1).rows] == [rows[0].pk]
    assert [row.pk for row in claims.claim(Channel.PUSH).rows] == [rows[1].pk]


def expire(held):
    Delivery.objects.filter(lease=held.lease).update(leased_until=clock.now() - timedelta(seconds=1))


def test_of_what_a_dead_process_held_the_first_is_charged_and_the_rest_is_free(owner):
    rows = asked_for(*[order(owner) for _ in range(3)])
    expire(claim())
    assert claims.recover() == 3
    assert [fresh(row).crashes for row in rows] == [1, 0, 0]
    assert [row.pk for row in claim().rows] == [rows[0].pk]
    assert [row.pk for row in claim().rows] == [rows[1].pk, rows[2].pk]


def test_after_three_crashes_it_is_a_dead_letter_and_its_source_is_told(owner, trial):
    row = one_for(owner)
    for _ in range(3):
        expire(claim())
        claims.recover()
    assert (fresh(row).state, fresh(row).crashes) == ("dead", 3)
    assert trial.told == [(row.pk, "dead")]
    assert claim().rows == []


def test_a_lease_that_still_runs_is_left_alone(owner):
    one_for(owner)
    claim()
    assert claims.recover() == 0


def test_a_lease_is_renewed_while_its_batch_lasts(owner, settings):
    settings.DELIVERY_LEASE_SECONDS = 40
    row = one_for(owner)
    held = claim()
    with clock.standing_at(clock.now() + timedelta(seconds=30)):
        assert claims.renew(held)
    with clock.standing_at(clock.now() + timedelta(seconds=60)):
        assert claims.recover() == 0
        expire(held)
        claims.recover()
        assert not claims.renew(held) or fresh(row).lease == held.lease


def test_whoever_lost_the_lease_writes_nothing_over_the_others_result(owner, trial, office):
    row = one_for(owner)
    held = claim()
    expire(held)
    claims.recover()
    sending.send_due()
    assert fresh(row).state == "sent"
    from notifications.delivery import recording

    recording.failed(held.lease, row, provider="smtp", error="late")
    assert (fresh(row).state, fresh(row).last_error) == ("sent", "")


@pytest.mark.postgres
def test_many_workers_claim_nothing_twice(person):
    people = [person(f"person-{number}") for number in range(5)]
    rows = asked_for(*[order(people[number % 5], thread=str(number % 40)) for number in range(400)])

    def work(_number):
        mine = []
        while found := claims.claim(Channel.EMAIL, 7).rows:
            mine += [row.pk for row in found]
            Delivery.objects.filter(pk__in=[row.pk for row in found]).update(
                state="sent", lease=None, leased_until=None
            )
        return mine

    taken = [pk for mine in at_once(work, 12) for pk in mine]
    assert len(taken) == len(set(taken))
    # What nobody could take while its thread was held is left, and goes in the next round.
    taken += work(0)
    assert set(taken) == {row.pk for row in rows}


@pytest.mark.postgres
def test_of_one_thread_nobody_takes_a_later_one_first(owner):
    rows = asked_for(*[order(owner, thread="a") for _ in range(60)])

    def work(_number):
        mine = []
        for _ in range(200):
            held = claims.claim(Channel.EMAIL, 3)
            if held.rows:
                mine += [(clock.now(), row.pk) for row in held.rows]
                Delivery.objects.filter(lease=held.lease).update(state="sent", lease=None, leased_until=None)
        return mine

    taken = sorted(each for mine in at_once(work, 6) for each in mine)
    assert [pk for _at, pk in taken] == [row.pk for row in rows]
