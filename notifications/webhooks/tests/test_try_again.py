"""What fails is tried again, less and less often, eight times in a day; an endpoint that only fails is disabled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from config.audit.models import AuditEntry
from config.events.models import DomainEvent
from config.testing.hostile import answer, redirect
from notifications.delivery.retrying import MAX_ATTEMPTS
from notifications.webhooks import recording, sending, services
from notifications.webhooks.choices import EndpointState
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from notifications.webhooks.tests.receiver import endless, hangs, resets
from notifications.webhooks.tests.trial import due_now, fresh, waiting

pytestmark = pytest.mark.django_db

BROKEN = answer(b"oops", status="500 Internal Server Error")
FINE = answer(status="204 No Content")


@pytest.mark.parametrize(
    ("serve", "status", "errors"),
    [
        (BROKEN, 500, {""}),
        (answer(status="404 Not Found"), 404, {""}),
        (hangs, None, {"too_slow"}),
        # Whether the reset or the end of TLS is seen first is the kernel's to say.
        (resets, None, {"connection_failed: broken off", "malformed_answer: RemoteProtocolError"}),
        (redirect("https://127.0.0.1/admin"), 302, {""}),
        (redirect("http://localhost:8000/", "307 Temporary Redirect"), 307, {""}),
    ],
)
def test_what_fails_goes_again_under_the_same_id_with_the_same_body(issued, receiver, hostile, serve, status, errors):
    receiver.answers = [serve, FINE]
    (row,) = waiting(issued)
    assert sending.send_due().failed == 1
    assert (fresh(row).state, fresh(row).attempts, fresh(row).lease) == ("waiting", 1, None)
    assert fresh(row).due_at > clock.now() + timedelta(seconds=20)
    tried = WebhookAttempt.objects.get()
    assert tried.status == status
    assert tried.error in errors
    assert sending.send_due().sent == 0, "it waits"
    due_now()
    assert sending.send_due().sent == 1
    first, second = receiver.asked
    assert first.id == second.id == str(row.pk)
    assert first.body == second.body
    second.verified(issued.secret)
    # No redirect was followed, wherever it led.
    assert hostile.visits == 0
    assert set(hostile.look_ups) == {"hooks.example"}


def test_a_huge_answer_is_cut_and_a_good_one_all_the_same(issued, receiver):
    receiver.answers = [endless]
    (row,) = waiting(issued)
    assert sending.send_due().sent == 1
    assert len(WebhookAttempt.objects.get().answer) == 1_000
    assert fresh(row).state == "sent"


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_an_endpoint_that_asks_to_wait_is_left_alone_that_long(issued, receiver, status):
    receiver.answers = [answer(status=status, Retry_After="900"), FINE]
    first, second = waiting(issued, 2)
    sending.send_due()
    soon = clock.now() + timedelta(seconds=890)
    assert fresh(first).due_at >= soon
    assert fresh(issued.endpoint).rests_until >= soon
    assert len(receiver.asked) == 1, "the second waits as well"
    assert fresh(second).attempts == 0


def test_a_wish_to_wait_is_heard_of_no_other_answer(issued, receiver):
    receiver.answers = [answer(status="500 Internal Server Error", Retry_After="900")]
    waiting(issued)
    sending.send_due()
    assert fresh(issued.endpoint).rests_until < clock.now() + timedelta(seconds=60)


def test_after_eight_attempts_it_is_a_dead_letter(issued, receiver):
    receiver.answers = [BROKEN]
    (row,) = waiting(issued)
    for _ in range(MAX_ATTEMPTS + 2):
        due_now()
        sending.send_due()
    row = fresh(row)
    assert (row.state, row.attempts, row.last_error) == ("dead", 8, "It answered 500.")
    assert len(receiver.asked) == WebhookAttempt.objects.count() == 8
    assert fresh(issued.endpoint).state == "active"


def test_an_endpoint_rests_longer_the_more_it_fails_and_begins_anew_with_the_first_yes(issued, receiver):
    receiver.answers = [BROKEN, BROKEN, BROKEN, FINE]
    waiting(issued)
    rests = []
    for _ in range(3):
        due_now()
        sending.send_due()
        rests.append(fresh(issued.endpoint).rests_until - clock.now())
    assert rests[0] < rests[1] < rests[2]
    assert fresh(issued.endpoint).failures == 3
    due_now()
    sending.send_due()
    endpoint = fresh(issued.endpoint)
    assert (endpoint.failures, endpoint.failing_since, endpoint.rests_until) == (0, None, None)


def test_a_rest_ends_at_five_minutes():
    assert recording.rest_after(1) == timedelta(seconds=5)
    assert recording.rest_after(10_000) == timedelta(minutes=5)


def test_one_that_is_gone_is_disabled_at_once_and_its_maker_told(issued, receiver, manager):
    receiver.answers = [answer(status="410 Gone")]
    first, second = waiting(issued, 2)
    sending.send_due()
    endpoint = fresh(issued.endpoint)
    assert (endpoint.state, endpoint.disabled_because) == ("disabled", "gone")
    assert [fresh(row).state for row in (first, second)] == ["dead", "dead"]
    assert len(receiver.asked) == 1
    event = DomainEvent.objects.get(name="webhook.disabled")
    told = {"endpoint_id": str(endpoint.pk), "maker_id": str(manager.pk), "host": endpoint.host, "reason": "gone"}
    assert event.payload == told
    assert AuditEntry.objects.get(action="webhook.disabled").actor_id is None
    assert waiting(issued) == [second], "nothing more is made for it"


def fails(times: int) -> None:
    for _ in range(times):
        due_now()
        sending.send_due()


def test_days_of_nothing_but_failures_disable_it(issued, receiver, settings):
    receiver.answers = [BROKEN]
    waiting(issued, 2)
    fails(9)
    assert fresh(issued.endpoint).state == "active"
    long_ago = clock.now() - timedelta(days=settings.WEBHOOKS_DISABLED_AFTER_DAYS)
    WebhookEndpoint.objects.update(failing_since=long_ago)
    fails(1)
    endpoint = fresh(issued.endpoint)
    assert (endpoint.state, endpoint.disabled_because) == ("disabled", "failing")
    assert DomainEvent.objects.filter(name="webhook.disabled").count() == 1
    assert not WebhookMessage.objects.filter(state="waiting").exists()


def test_a_few_failures_long_apart_do_not(issued, receiver, settings):
    receiver.answers = [BROKEN]
    waiting(issued)
    fails(1)
    WebhookEndpoint.objects.update(failing_since=clock.now() - timedelta(days=60))
    fails(1)
    assert fresh(issued.endpoint).state == "active"


def test_one_that_was_disabled_begins_anew_when_it_is_made_active(issued, receiver, manager):
    receiver.answers = [answer(status="410 Gone"), FINE]
    (dead,) = waiting(issued)
    sending.send_due()
    services.set_state(actor=manager, webhook_id=issued.endpoint.pk, state=EndpointState.ACTIVE)
    (row,) = waiting(issued)
    assert sending.send_due().sent == 1
    endpoint = fresh(issued.endpoint)
    assert (endpoint.state, endpoint.disabled_at, endpoint.disabled_because) == ("active", None, "")
    assert (fresh(row).state, fresh(dead).state) == ("sent", "dead")


def test_what_happens_while_it_is_paused_comes_later(issued, receiver, manager):
    services.set_state(actor=manager, webhook_id=issued.endpoint.pk, state=EndpointState.PAUSED)
    (row,) = waiting(issued)
    sending.send_due()
    assert receiver.asked == []
    services.set_state(actor=manager, webhook_id=issued.endpoint.pk, state=EndpointState.ACTIVE)
    assert sending.send_due().sent == 1
    assert receiver.asked[0].id == str(row.pk)


@pytest.mark.parametrize("became", ["sent", "dead"])
def test_what_was_sent_or_given_up_goes_again_under_the_same_id(issued, receiver, manager, became):
    (row,) = waiting(issued)
    sending.send_due()
    WebhookMessage.objects.update(state=became, attempts=8)
    services.redeliver(actor=manager, webhook_id=issued.endpoint.pk, message_id=row.pk)
    assert sending.send_due().sent == 1
    assert [came.id for came in receiver.asked] == [str(row.pk)] * 2
    assert (fresh(row).state, fresh(row).attempts) == ("sent", 1)


def test_whoever_sends_again_by_hand_does_not_wait_for_the_endpoint_to_have_rested(issued, receiver, manager):
    receiver.answers = [BROKEN, FINE]
    (row,) = waiting(issued)
    sending.send_due()
    services.redeliver(actor=manager, webhook_id=issued.endpoint.pk, message_id=row.pk)
    assert sending.send_due().sent == 1
