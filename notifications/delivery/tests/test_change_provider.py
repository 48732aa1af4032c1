"""A provider that fails is passed over, the next takes over, and a trial brings the first one back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from notifications.delivery import health, sending
from notifications.delivery.models import Delivery, ProviderHealth
from notifications.delivery.tests.trial import asked_for, due_now, fresh, one_for, order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two(settings, sendgrid, office):
    """SendGrid first, then SMTP."""
    settings.EMAIL_PROVIDERS = ["sendgrid", "smtp"]
    settings.PROVIDER_FAILURES = 3
    return sendgrid


def test_after_some_failures_in_a_row_the_next_takes_over(owner, trial, two, office):
    rows = asked_for(*[order(owner) for _ in range(6)])
    two.answers = [(500, b"", {})]
    sending.send_due()
    assert len(two.asked) == 3
    assert [fresh(row).provider for row in rows] == ["sendgrid"] * 3 + ["smtp"] * 3
    assert [fresh(row).state for row in rows] == ["waiting"] * 3 + ["sent"] * 3
    kept = ProviderHealth.objects.get(pk="sendgrid")
    assert kept.failures == 3
    assert kept.down_until > clock.now()
    Delivery.objects.filter(state="waiting").update(due_at=clock.now())
    sending.send_due()
    assert [fresh(row).state for row in rows] == ["sent"] * 6
    assert len(two.asked) == 3


def test_a_success_in_between_is_not_in_a_row(owner, trial, two, office):
    asked_for(*[order(owner) for _ in range(5)])
    bad, good = (500, b"", {}), (202, b"", {})
    two.answers = [bad, bad, good, bad, bad]
    sending.send_due()
    assert len(two.asked) == 5
    assert ProviderHealth.objects.get(pk="sendgrid").down_until is None


def test_one_message_shows_whether_it_is_back(owner, trial, two, office):
    health.note_failure("sendgrid", "away", timedelta(seconds=1))
    ProviderHealth.objects.update(down_until=clock.now() - timedelta(seconds=1))
    two.answers = [(500, b"", {}), (202, b"", {})]
    rows = asked_for(*[order(owner) for _ in range(3)])
    sending.send_due()
    assert len(two.asked) == 1
    assert [fresh(row).provider for row in rows] == ["sendgrid", "smtp", "smtp"]
    ProviderHealth.objects.update(down_until=clock.now() - timedelta(seconds=1))
    due_now(rows[0])
    sending.send_due()
    assert fresh(rows[0]).state == "sent"
    kept = ProviderHealth.objects.get(pk="sendgrid")
    assert (kept.failures, kept.down_until) == (0, None)


def test_without_a_message_there_is_no_trial(two):
    health.note_failure("sendgrid", "away", timedelta(seconds=1))
    past = clock.now() - timedelta(seconds=1)
    ProviderHealth.objects.update(down_until=past)
    sending.send_due()
    assert ProviderHealth.objects.get().down_until == past


def test_a_provider_that_asks_for_a_pause_has_it_at_once(owner, trial, two, office):
    rows = asked_for(*[order(owner) for _ in range(3)])
    two.answers = [(429, {}, {"Retry-After": "100"})]
    sending.send_due()
    assert len(two.asked) == 1
    assert [fresh(row).state for row in rows] == ["waiting", "sent", "sent"]


def test_while_all_are_down_nothing_is_claimed_and_no_attempt_is_lost(owner, trial, sendgrid):
    health.note_failure("sendgrid", "away", timedelta(minutes=5))
    row = one_for(owner)
    counts = sending.send_due()
    assert (counts.sent, counts.failed) == (0, 0)
    assert (fresh(row).attempts, fresh(row).state) == (0, "waiting")


def test_a_provider_is_given_no_more_than_its_share_of_a_second(settings):
    now = clock.now()
    with clock.standing_at(now):
        assert health.allowance("smtp", 100, 10) == 10
        assert health.allowance("smtp", 100, 10) == 0
        health.give_back("smtp", 4, 10)
        assert health.allowance("smtp", 100, 10) == 4
    with clock.standing_at(now + timedelta(seconds=0.5)):
        assert health.allowance("smtp", 3, 10) == 3
        assert health.allowance("smtp", 3, 10) == 2
    with clock.standing_at(now + timedelta(hours=1)):
        assert health.allowance("smtp", 100, 10) == 10
    assert health.allowance("smtp", 100, 0) == 100


def test_the_rest_of_a_second_goes_in_the_next(owner, trial, office, settings):
    settings.EMAIL_PER_SECOND = 5
    asked_for(*[order(owner) for _ in range(12)])
    counts = sending.send_due(seconds=0.2)
    assert counts.is_more
    assert 5 <= counts.sent <= 6
    assert sending.send_due(seconds=10).sent == 12 - counts.sent
