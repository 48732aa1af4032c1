"""Endpoints take turns: one that is slow, away, or has much to get holds up no other."""

from __future__ import annotations

import threading

import pytest

from notifications.webhooks import claims, sending
from notifications.webhooks.models import WebhookMessage
from notifications.webhooks.tests import trial
from notifications.webhooks.tests.receiver import Receiver, hangs
from notifications.webhooks.tests.trial import waiting

pytestmark = pytest.mark.django_db


def test_a_claim_takes_one_message_of_each_endpoint(hostile, receiver, manager):
    much, little = (trial.made(manager, Receiver(hostile, path).url) for path in ("/much", "/little"))
    waiting(much, 5)  # for both of them
    taken = claims.claim(trial.uuid7(), 8)
    assert {row.endpoint_id for row in taken} == {much.endpoint.pk, little.endpoint.pk}
    assert len(taken) == 2
    assert claims.claim(trial.uuid7(), 8) == [], "each has one under way"


def test_whoever_was_served_longest_ago_comes_first(hostile, receiver, manager):
    made = [trial.made(manager, Receiver(hostile, f"/{number}").url) for number in range(3)]
    waiting(made[0], 3)
    turns = []
    for _ in range(6):
        (row,) = claims.claim(trial.uuid7(), 1)
        turns.append(row.endpoint_id)
        WebhookMessage.objects.filter(pk=row.pk).update(state="sent", lease=None, leased_until=None)
    assert turns[:3] == turns[3:]
    assert len(set(turns)) == 3


def test_while_one_does_not_answer_the_others_get_theirs(hostile, receiver, manager):
    """The one that hangs answers only once the other has everything: were it waited for, neither would end."""
    dead, lively = Receiver(hostile, "/dead"), Receiver(hostile, "/lively")
    got_all = threading.Event()

    def until_the_other_has_all(connection, text):
        got_all.wait(20)
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    dead.answers = [until_the_other_has_all]
    fine = lively.answers[0]

    def count(connection, text):
        if len(lively.asked) == 12:
            got_all.set()
        fine(connection, text)

    lively.answers = [count]
    trial.made(manager, dead.url)
    issued = trial.made(manager, lively.url)
    waiting(issued, 12)
    WebhookMessage.objects.exclude(endpoint=issued.endpoint).exclude(
        pk=WebhookMessage.objects.exclude(endpoint=issued.endpoint).order_by("pk").values("pk")[:1]
    ).delete()
    counts = sending.send_due()
    assert got_all.is_set()
    assert counts.sent + counts.failed == 13
    assert len(lively.asked) == 12


def test_an_endpoint_that_is_away_is_not_asked_for_each_of_its_messages(hostile, receiver, manager):
    receiver.answers = [hangs]
    waiting(trial.made(manager, receiver.url), 20)
    counts = sending.send_due()
    assert (counts.failed, len(receiver.asked)) == (1, 1)


def test_the_embedded_runner_begins_and_settles_in_pieces(receiver, issued):
    waiting(issued, 3)
    for _ in range(50):
        if not sending.send_a_little(0.5):
            break
    assert len(receiver.asked) == 3
    assert set(WebhookMessage.objects.values_list("state", flat=True)) == {"sent"}
