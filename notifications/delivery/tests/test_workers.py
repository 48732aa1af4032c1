"""Real Celery workers, a real SMTP server: killed in the middle, poisoned, and robbed of their messages."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from config.testing.workers import Workers
from notifications.delivery.models import Delivery
from notifications.delivery.tasks import sweep
from notifications.delivery.tests.trial import asked_for, fresh, order

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("workers"),
]


@pytest.fixture
def workers(post_office, settings):
    environment = {"TRIAL_SMTP_PORT": str(settings.EMAIL_PORT), "DELIVERY_LEASE_SECONDS": "1"}
    with Workers("notifications.delivery.tests.sending_app", **environment) as started:
        yield started


def all_sent():
    return not Delivery.objects.filter(state="waiting").exists()


def is_at_work():
    return Delivery.objects.filter(leased_until__isnull=False, state="waiting").exists() or all_sent()


def look_again():
    """What the sweep does every ten seconds, sooner."""
    sweep.task.apply_async(queue="email", expires=5)


def test_workers_killed_again_and_again_lose_nothing_and_double_at_most_one_a_kill(workers, post_office, owner, friend):
    chance, kills, made = random.Random(11), 0, []
    for turn in range(4):
        people = [owner, friend]
        orders = [order(people[number % 2], thread=f"{turn}:{number % 10}") for number in range(60)]
        made += asked_for(*orders)
        workers.start_worker()
        worker = workers.processes[-1]
        workers.wait_until(is_at_work, each=look_again)
        sent = len(post_office.mails)
        workers.wait_until(lambda sent=sent: len(post_office.mails) > sent or all_sent(), each=look_again)
        if chance.random() < 0.5:
            kills += workers.kill_child(worker) is not None
        workers.kill(worker)
        kills += 2  # it has two children, and each may have been in the middle of a message
    workers.start_worker()
    workers.wait_until(all_sent, seconds=180, each=look_again)
    assert {fresh(row).state for row in made} == {"sent"}
    # Beside these, workers may tell what making the cast brought about.
    asked = {f"<{row.pk}@127.0.0.1>" for row in made}
    seen = Counter(mail["Message-ID"] for mail in post_office.mails if mail["Message-ID"] in asked)
    assert set(seen) == asked
    assert sum(count - 1 for count in seen.values()) <= kills
    firsts = list(dict.fromkeys(mail["Message-ID"] for mail in post_office.mails))
    for _thread, rows in threads(made).items():
        ids = [f"<{row.pk}@127.0.0.1>" for row in rows]
        assert [each for each in firsts if each in ids] == ids


def threads(rows):
    found = {}
    for row in rows:
        found.setdefault((row.recipient_id, row.thread), []).append(row)
    return found


def test_a_message_that_kills_its_process_becomes_a_dead_letter_and_holds_nobody_up(workers, post_office, owner):
    rows = asked_for(*[order(owner, type="workbook.featured" if n == 4 else "user.followed") for n in range(10)])
    workers.start_worker(concurrency=1)
    workers.wait_until(all_sent, seconds=120, each=look_again)
    states = [fresh(row).state for row in rows]
    assert states == ["dead" if number == 4 else "sent" for number in range(10)]
    assert fresh(rows[4]).crashes == 3


def test_without_a_wake_up_the_sweep_of_beat_finds_what_is_due(workers, post_office, owner):
    from notifications.delivery.wakeup import wakeup

    asked_for(*[order(owner) for _ in range(5)])
    wakeup.finish()
    workers.lose_messages()
    workers.start_worker()
    workers.start_beat()
    workers.wait_until(all_sent, seconds=60)
    assert len(post_office.mails) == 5
