"""How long what was sent is kept; and the runner of embedded mode."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from notifications.delivery import sending
from notifications.delivery.keys import first_id_of
from notifications.delivery.models import Attempt, Delivery, Receipt
from notifications.delivery.pruning import prune_old
from notifications.delivery.tasks import send_a_little, sweep
from notifications.delivery.tests.trial import asked_for, fresh, one_for, order

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_sent_goes_after_its_days_and_what_waits_stays(owner, trial, office, settings):
    settings.DELIVERIES_KEPT_DAYS = 90
    sent, waiting = asked_for(order(owner), order(owner, scheduled_for=clock.now() + timedelta(days=300)))
    sending.send_due()
    Receipt.objects.create(provider="standard", event_id="1", what="opened", at=clock.now(), delivery=fresh(sent))
    Receipt.objects.create(provider="standard", event_id="2", what="opened", at=clock.now())
    assert prune_old() == 0
    with clock.standing_at(clock.now() + timedelta(days=91)):
        assert prune_old() == 1
    assert [row.pk for row in Delivery.objects.all()] == [waiting.pk]
    assert not Attempt.objects.exists()
    assert not Receipt.objects.exists()


def test_a_moment_is_a_place_among_the_keys(owner, trial):
    before = clock.now() - timedelta(seconds=1)
    row = one_for(owner)
    assert first_id_of(before) < row.pk < first_id_of(clock.now() + timedelta(seconds=1))


def test_the_sweep_sends_what_is_due_and_counts_it(owner, trial, office):
    asked_for(order(owner), order(owner))
    assert sweep() == {"sent": 2, "failed": 0, "ended": 0, "recovered": 0, "is_more": 0}


def test_the_runner_of_embedded_mode_says_when_there_is_no_more(owner, trial, office):
    asked_for(order(owner))
    assert send_a_little() is False
    assert len(office.mails) == 1
