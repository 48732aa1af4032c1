"""Many workers send each message once; a worker that is killed loses none, and doubles come under the same id."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest

from config import clock
from config.testing.crowd import at_once
from config.testing.workers import Workers
from notifications.webhooks import claims, recording, sending
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from notifications.webhooks.recording import Result
from notifications.webhooks.tests import trial
from notifications.webhooks.tests.receiver import Receiver
from notifications.webhooks.tests.trial import due_now, fresh, waiting

transactional = pytest.mark.django_db(transaction=True)


def expire() -> None:
    WebhookMessage.objects.filter(leased_until__isnull=False).update(leased_until=clock.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_what_a_dead_process_held_counts_an_attempt_and_goes_again(issued, receiver):
    (row,) = waiting(issued)
    claims.claim(trial.uuid7(), 8)
    assert sending.send_due().recovered == 0, "a lease that still runs is left alone"
    expire()
    assert claims.recover() == 1
    assert (fresh(row).state, fresh(row).attempts, fresh(row).lease) == ("waiting", 1, None)
    assert WebhookAttempt.objects.get().error == "The process that sent it ended without a result."
    due_now()
    assert sending.send_due().sent == 1
    assert receiver.asked[0].id == str(row.pk)


@pytest.mark.django_db
def test_a_message_that_kills_whoever_sends_it_is_given_up(issued):
    (row,) = waiting(issued)
    for _ in range(8):
        due_now()
        assert claims.claim(trial.uuid7(), 8)
        expire()
        claims.recover()
    assert (fresh(row).state, fresh(row).attempts) == ("dead", 8)
    due_now()
    assert claims.claim(trial.uuid7(), 8) == []


@pytest.mark.django_db
def test_whoever_lost_the_lease_writes_nothing_over_the_others_result(issued, receiver):
    (row,) = waiting(issued)
    (held,) = claims.claim(trial.uuid7(), 8)
    expire()
    claims.recover()
    due_now()
    assert sending.send_due().sent == 1
    late = Result(started_at=clock.now(), duration_ms=15_000, status=500)
    assert recording.settled(held, late) == "lost"
    assert fresh(row).state == "sent"
    assert WebhookAttempt.objects.filter(message=row, status=500).exists(), "the log has it all the same"


@pytest.mark.django_db
def test_what_is_deleted_while_it_is_under_way_troubles_nobody(issued, receiver):
    waiting(issued)
    (held,) = claims.claim(trial.uuid7(), 8)
    WebhookEndpoint.objects.all().delete()
    assert recording.settled(held, Result(started_at=clock.now(), duration_ms=1, status=204)) == "lost"


@pytest.mark.postgres
@transactional
def test_twenty_workers_send_each_message_once(hostile, receiver, manager):
    receivers = [Receiver(hostile, f"/{number}") for number in range(5)]
    made = [trial.made(manager, each.url) for each in receivers]
    waiting(made[0], 12)  # for each of the five

    at_once(lambda _number: sending.send_due(), 20)
    sending.send_due()
    assert set(WebhookMessage.objects.values_list("state", flat=True)) == {"sent"}
    for each, issued in zip(receivers, made, strict=True):
        assert len(each.asked) == len({came.id for came in each.asked}) == 12
        for came in each.asked:
            came.verified(issued.secret)
    assert WebhookAttempt.objects.count() == 60


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.slow
@pytest.mark.xdist_group("workers")
@transactional
def test_a_worker_killed_in_the_middle_loses_nothing(hostile, authority, receiver, manager):
    receivers = [Receiver(hostile, f"/{number}") for number in range(4)]

    def slowly(connection, text):
        time.sleep(0.05)
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    for each in receivers:
        each.answers = [slowly]
    made = [trial.made(manager, each.url) for each in receivers]
    in_the_middle = 0
    with Workers(
        "notifications.webhooks.tests.receiver_app", WEBHOOK_TRIAL=f"{hostile.server.port}:{authority.pem}"
    ) as workers:

        def look_again() -> None:
            from notifications.webhooks.tasks import sweep

            due_now()
            sweep.task.apply_async(queue="email", expires=5)

        def all_sent() -> bool:
            return not WebhookMessage.objects.exclude(state="sent").exists()

        def is_at_work() -> bool:
            return all_sent() or WebhookMessage.objects.filter(leased_until__isnull=False).exists()

        for _ in range(3):
            waiting(made[0], 15)
            worker = workers.start_worker()
            workers.wait_until(is_at_work, seconds=60, each=look_again)
            workers.kill(worker)
            in_the_middle += WebhookMessage.objects.filter(leased_until__isnull=False).exists()
            expire()  # its leases alone: a message whose lease ends again and again is given up
        workers.start_worker()
        workers.wait_until(all_sent, seconds=90, each=look_again)
    assert in_the_middle, "no worker was met at its work"
    assert WebhookMessage.objects.count() == 4 * 45
    for each, issued in zip(receivers, made, strict=True):
        bodies: dict[str, set[bytes]] = {}
        for came in each.asked:
            came.verified(issued.secret)
            bodies.setdefault(came.id, set()).add(came.body)
        mine = {str(pk) for pk in WebhookMessage.objects.filter(endpoint=issued.endpoint).values_list("pk", flat=True)}
        assert set(bodies) == mine
        assert Counter(len(found) for found in bodies.values()) == {1: 45}, "a double says the same"
