"""Repetition and pace: what somebody writes again and again is flagged; operators' imports and load tests are not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock, context
from moderation.screening import services
from moderation.screening.models import Screening, ScreeningReason, WritingTrace
from moderation.screening.tests.making import live_rule, without_shipped_rules
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db

TEXT = "Come and see my wonderful collection of charts"


@pytest.fixture(autouse=True)
def limits_on(settings):
    settings.THROTTLES = True
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, "10000/minute")
    without_shipped_rules()


def writes(person, *texts):
    """The person writes these under things of their own, each a new one."""
    from config.db import uuid7

    with context.within(context.Context(actor_id=person.pk)):
        return [services.screen("comment", uuid7(), text, person.pk).outcome.value for text in texts]


def test_the_same_text_is_flagged_once_it_came_too_often(owner):
    live_rule(sort="repetition", most=2, window_minutes=60)
    said = writes(owner, TEXT, TEXT.upper(), "ＣＯＭＥ and see my wonderful collection of chаrts!")
    assert said == ["allow", "allow", "flag"]


def test_short_thanks_and_other_peoples_texts_are_no_repetition(owner, friend):
    live_rule(sort="repetition", most=1, window_minutes=60)
    assert writes(owner, "Thanks!", "Thanks!", "Thanks!") == ["allow"] * 3
    assert writes(owner, TEXT) + writes(friend, TEXT) == ["allow"] * 2


def test_changing_one_thing_again_and_again_is_no_repetition(owner):
    live_rule(sort="repetition", most=1, window_minutes=60)
    book = published(owner)
    with context.within(context.Context(actor_id=owner.pk)):
        said = {services.screen("workbook", book.pk, TEXT, owner.pk).outcome.value for _ in range(5)}
    assert said == {"allow"}


def test_many_texts_are_flagged_within_the_window_and_not_beyond_it(owner):
    live_rule(sort="pace", most=3, window_minutes=10)
    assert writes(owner, *(f"text {number}" for number in range(4))) == ["allow"] * 3 + ["flag"]
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        assert writes(owner, "another") == ["allow"]


def test_a_rule_for_new_accounts_leaves_old_ones_alone(owner):
    live_rule(sort="pace", most=1, window_minutes=10, new_account_hours=24)
    assert writes(owner, "one", "two") == ["allow", "flag"]
    with clock.standing_at(clock.now() + timedelta(hours=25)):
        assert writes(owner, "three", "four", "five") == ["allow"] * 3


def test_links_of_a_new_account_are_counted_more_strictly(owner):
    live_rule(sort="links", most=1, new_account_hours=24)
    text = "a.example and b.example"
    assert writes(owner, text) == ["flag"]
    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert writes(owner, text) == ["allow"]


def test_trusted_hosts_and_our_own_count_for_nothing(owner, settings):
    settings.BASE_URL = "https://charts.example"
    live_rule("docs.example", sort="hosts", outcome="allow")
    live_rule(sort="links", most=0)
    assert writes(owner, "https://charts.example/w/1 and x.docs.example") == ["allow"]
    assert writes(owner, "https://charts.example.org/") == ["flag"]


def test_throttles_off_silences_pace(owner, settings):
    live_rule(sort="pace", most=1, window_minutes=10)
    settings.THROTTLES = False
    assert writes(owner, "one", "two", "three") == ["allow"] * 3
    assert not WritingTrace.objects.exists()


def test_what_an_import_writes_is_nobodys_pace(owner):
    live_rule(sort="pace", most=1, window_minutes=10)
    for number in range(3):
        assert services.screen("comment", owner.pk, f"text {number}", owner.pk).outcome == "allow"


def test_the_shipped_rules_of_pace_flag_and_hold_nothing(owner):
    from moderation.screening.shipped import SHIPPED

    assert {rule["outcome"] for rule in SHIPPED if rule["sort"] in {"pace", "repetition", "links"}} == {"flag"}


def test_pace_is_kept_over_the_api_and_costs_two_statements(api, owner, friend, django_assert_num_queries):
    live_rule(sort="pace", most=2, window_minutes=10)
    book = published(owner)
    for number in range(3):
        answer = api.as_(friend).post(f"/workbooks/{book.pk}/comments", {"body": f"Comment {number}"})
        assert answer.status_code == 201
    assert [row.author_id for row in Screening.objects.all()] == [friend.pk]
    assert ScreeningReason.objects.get().matched == "3"
    with context.within(context.Context(actor_id=owner.pk)), django_assert_num_queries(2):
        services.screen("comment", book.pk, "one more", owner.pk)
