"""Messages go out in the form of Standard Webhooks, as the receivers' own library reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from standardwebhooks import WebhookVerificationError

from config import clock
from config.testing.hostile import answer
from notifications.webhooks import sending, services
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from notifications.webhooks.signing import new_secret
from notifications.webhooks.tests import trial
from notifications.webhooks.tests.receiver import Receiver
from notifications.webhooks.tests.trial import fresh, waiting
from social.graph import services as graph

pytestmark = pytest.mark.django_db


def test_what_is_sent_verifies_and_says_type_moment_and_data(issued, receiver):
    (row,) = waiting(issued)
    assert sending.send_due().sent == 1
    (came,) = receiver.asked
    assert came.verified(issued.secret) == came.said
    assert came.said == {
        "type": "user.deleted",
        "timestamp": row.occurred_at.isoformat().replace("+00:00", "Z"),
        "data": row.data,
    }
    assert came.id == str(row.pk)
    assert came.headers["content-type"] == "application/json"
    assert came.headers["user-agent"] == "SigmaPlayground/1 (webhooks)"
    assert (fresh(row).state, fresh(row).attempts) == ("sent", 1)


def test_another_secret_or_another_body_does_not_verify(issued, receiver):
    waiting(issued)
    sending.send_due()
    (came,) = receiver.asked
    with pytest.raises(WebhookVerificationError):
        came.verified(new_secret())
    changed = type(came)(came.headers, came.body.replace(b"user.deleted", b"user.created"))
    with pytest.raises(WebhookVerificationError):
        changed.verified(issued.secret)


def test_an_event_becomes_one_message_for_each_endpoint_that_hears_it(receiver, hostile, manager, owner, deliver):
    hears = trial.made(manager, receiver.url, ["workbook.published", "user.followed"])
    other = Receiver(hostile, "/other")
    trial.made(manager, other.url, ["user.deleted"])
    workbook = trial.published(owner)
    deliver()
    sending.send_due()
    assert [came.verified(hears.secret) for came in receiver.asked] == [
        {
            "type": "workbook.published",
            "timestamp": receiver.asked[0].said["timestamp"],
            "data": {"workbook_id": str(workbook.pk), "actor_id": str(owner.pk)},
        }
    ]
    assert other.asked == []


def test_an_event_that_is_delivered_again_makes_no_second_message(issued):
    from notifications.webhooks import telling

    for _again in range(3):
        telling.tell(wire="user.deleted", data={"user_id": "x"}, event_id=7, occurred_at=clock.now())
    assert WebhookMessage.objects.count() == 1


def test_what_happened_before_an_endpoint_was_there_is_not_told(issued):
    from notifications.webhooks import telling

    before = clock.now() - timedelta(days=2)
    assert telling.tell(wire="user.deleted", data={"user_id": "x"}, event_id=7, occurred_at=before) == 0


def test_while_a_secret_is_rotated_both_verify_and_after_a_day_the_new_one_alone(issued, receiver, manager):
    second = services.rotate_secret(actor=manager, webhook_id=issued.endpoint.pk)
    assert second.secret != issued.secret
    waiting(issued)
    sending.send_due()
    came = receiver.asked[-1]
    assert len(came.signatures) == 2
    for secret in (issued.secret, second.secret):
        came.verified(secret)
    WebhookEndpoint.objects.update(previous_until=clock.now() - timedelta(seconds=1))
    waiting(issued)
    sending.send_due()
    came = receiver.asked[-1]
    assert len(came.signatures) == 1
    came.verified(second.secret)
    with pytest.raises(WebhookVerificationError):
        came.verified(issued.secret)


def test_a_second_rotation_leaves_the_oldest_secret_dead(issued, receiver, manager):
    second, third = (services.rotate_secret(actor=manager, webhook_id=issued.endpoint.pk) for _ in range(2))
    waiting(issued)
    sending.send_due()
    for secret in (second.secret, third.secret):
        receiver.asked[-1].verified(secret)
    with pytest.raises(WebhookVerificationError):
        receiver.asked[-1].verified(issued.secret)


def test_secrets_are_sealed_at_rest_each_for_its_endpoint(issued, receiver, hostile, manager):
    row = fresh(issued.endpoint)
    assert issued.secret.startswith("whsec_")
    assert issued.secret[6:30] not in row.secret
    other = trial.made(manager, Receiver(hostile, "/other").url)
    WebhookEndpoint.objects.filter(pk=row.pk).update(secret=fresh(other.endpoint).secret)
    (message,) = waiting(issued)
    sending.send_due()
    assert receiver.asked == []
    assert "cannot be opened" in fresh(message).last_error
    assert fresh(message).state == "waiting"


def test_secrets_are_put_under_a_new_key(issued, receiver, manager, settings):
    from config.secrets import make_key

    services.rotate_secret(actor=manager, webhook_id=issued.endpoint.pk)
    settings.ENCRYPTION_KEYS = [make_key(), *settings.ENCRYPTION_KEYS]
    assert services.reseal_secrets() == 2
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    waiting(issued)
    assert sending.send_due().sent == 1
    receiver.asked[0].verified(issued.secret)


def test_the_log_keeps_the_beginning_of_the_answer(issued, receiver):
    (row,) = waiting(issued)
    receiver.answers = [answer(b"\x00thanks " + b"a" * 5_000, status="200 OK")]
    sending.send_due()
    (tried,) = WebhookAttempt.objects.filter(message=row)
    assert (tried.status, tried.error, len(tried.answer)) == (200, "", 1_000)
    assert tried.answer.startswith("thanks a")


def test_a_follow_is_told_by_ids_alone(receiver, manager, owner, stranger, deliver):
    trial.made(manager, receiver.url, ["user.followed"])
    graph.follow(actor=stranger, person=owner)
    deliver()
    sending.send_due()
    assert [came.said["data"] for came in receiver.asked] == [
        {"actor_id": str(stranger.pk), "person_id": str(owner.pk)}
    ]
