"""Strikes count for a while, and so many of them suggest what comes next."""

from __future__ import annotations

import pytest

from accounts.auth.tests.clockwork import later
from moderation.sanctions import queries, services
from moderation.sanctions.models import Strike
from moderation.sanctions.tests.making import days, on_member, on_thing
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db


def test_each_act_brings_its_points(owner, moderator):
    assert queries.strike_points(owner.pk) == 0
    book = published(owner)
    for act, points in (("warn", 1), ("hide", 2), ("remove", 4), ("mute", 6), ("suspend", 9), ("ban", 9)):
        on_thing(moderator, act, book)
        assert queries.strike_points(owner.pk) == points
    on_thing(moderator, "label", book, label="disputed")
    assert queries.strike_points(owner.pk) == 9


def test_a_strike_expires(owner, moderator, settings):
    on_member(moderator, "warn", owner)
    with later(days=settings.MODERATION_STRIKE_LIFETIME.days, seconds=-5):
        assert queries.strike_points(owner.pk) == 1
    with later(days=settings.MODERATION_STRIKE_LIFETIME.days, seconds=1):
        assert queries.strike_points(owner.pk) == 0
        assert queries.record_of(owner.pk)["actions"]["warn"] == 1


def test_what_is_lifted_counts_and_what_is_overturned_does_not(owner, moderator):
    first, second = (on_member(moderator, "mute", owner) for _ in range(2))
    services.lift(sanction_id=first.pk, actor=moderator)
    assert queries.strike_points(owner.pk) == 4
    services.lift(sanction_id=second.pk, actor=moderator, ended_as="overturned")
    assert queries.strike_points(owner.pk) == 2
    assert queries.record_of(owner.pk)["actions"]["mute"] == 1


def test_what_was_over_before_it_was_overturned_counts_no_longer(owner, moderator):
    row = on_member(moderator, "mute", owner, until=days(1))
    with later(days=1, seconds=1):
        services.expire_due()
        assert queries.strike_points(owner.pk) == 2
        found = services.lift(sanction_id=row.pk, actor=moderator, ended_as="overturned")
        assert (found.ended_as, queries.strike_points(owner.pk)) == ("overturned", 0)
    assert Strike.objects.get().voided_at is not None


def test_points_suggest_acts_by_their_steps(owner, moderator, settings):
    settings.MODERATION_STRIKE_STEPS = [(1, "warn"), (2, "mute"), (4, "ban")]
    expected = [[], ["warn"], ["mute", "warn"], ["mute", "warn"], ["ban", "mute", "warn"]]
    for suggested in expected:
        assert queries.suggested(owner.pk) == suggested
        on_member(moderator, "warn", owner)


def test_the_record_says_how_often_what_was_done(owner, stranger, moderator):
    on_thing(moderator, "hide", published(owner))
    on_thing(moderator, "hide", published(owner))
    on_member(moderator, "mute", owner)
    record = queries.record_of(owner.pk)
    assert {act: number for act, number in record["actions"].items() if number} == {"hide": 2, "mute": 1}
    assert (record["points"], record["in_force"]) == (4, ["mute"])
    assert queries.record_of(stranger.pk)["points"] == 0
    assert [row.act for row in queries.sanctions_on(owner.pk)] == ["mute", "hide", "hide"]
