"""What providers report: each once, in whatever order, and never backwards."""

from __future__ import annotations

import json
from itertools import permutations

import pytest

from config import clock
from notifications.delivery import sending
from notifications.delivery.events import AddressSuppressed
from notifications.delivery.models import Delivery, Receipt, Suppression
from notifications.delivery.states import RANK, REPORTED, State
from notifications.delivery.tests import signing
from notifications.delivery.tests.signing import about, post, tell
from notifications.delivery.tests.trial import asked_for, fresh, one_for, order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def secrets(settings):
    signing.set_up(settings)


@pytest.fixture
def sent(owner, trial, office):
    row = one_for(owner)
    sending.send_due()
    trial.told.clear()
    return fresh(row)


def test_a_report_moves_its_delivery_and_tells_its_source(sent, trial):
    answer = tell(about(sent, "delivered"))
    assert (answer.status_code, answer.json()) == (200, {"received": 1, "new": 1})
    row = fresh(sent)
    assert row.state == "delivered"
    assert row.delivered_at is not None
    assert trial.told == [(row.pk, "delivered")]
    kept = Receipt.objects.get()
    assert (kept.provider, kept.what, kept.delivery_id) == ("standard", "message.delivered", row.pk)


def test_what_comes_again_has_one_effect(sent, trial):
    event = about(sent, "opened")
    for _ in range(3):
        assert tell(event, identity="msg_1").status_code == 200
    assert tell(event, identity="msg_2").json()["new"] == 1
    assert trial.told == [(sent.pk, "opened")]
    assert Receipt.objects.count() == 2


@pytest.mark.parametrize("order", list(permutations(["delivered", "bounced", "opened"])))
def test_all_orders_end_alike(sent, order):
    for what in order:
        tell(about(sent, what, is_permanent=True))
    row = fresh(sent)
    assert row.state == "opened"
    assert None not in (row.delivered_at, row.opened_at, row.ended_at)


def test_a_state_never_goes_back():
    for state in REPORTED:
        row = Delivery(state=state)
        assert RANK[State(row.state)] > RANK[State.SENT]
    assert sorted(RANK.values()) == [0, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7]


def test_a_report_before_our_own_word_stands(owner, trial, office):
    row = one_for(owner)
    tell(about(row, "delivered"))
    assert fresh(row).state == "delivered"
    sending.send_due()
    assert office.mails == []
    assert fresh(row).state == "delivered"


def test_what_is_delivered_while_it_is_sent_stays_delivered(owner, trial, office):
    row = one_for(owner)
    office.meanwhile = lambda: Delivery.objects.filter(pk=row.pk).update(state="delivered", delivered_at=clock.now())
    sending.send_due()
    assert fresh(row).state == "delivered"
    assert fresh(row).sent_at is not None


def test_what_came_back_for_good_or_was_complained_about_suppresses(sent, recorded, owner, office):
    tell(about(sent, "complained"))
    assert fresh(sent).state == "complained"
    kept = Suppression.objects.get()
    assert (kept.reason, kept.user_id, kept.masked) == ("complained", owner.pk, "o…@example.com")
    assert [event.reason for event in recorded(AddressSuppressed)] == ["complained"]
    tell(about(sent, "bounced"))
    assert len(recorded(AddressSuppressed)) == 1
    next_one = one_for(owner)
    sending.send_due()
    assert fresh(next_one).state == "suppressed"


def test_what_came_back_for_now_changes_nothing(sent):
    assert tell(about(sent, "bounced", is_permanent=False)).status_code == 200
    assert fresh(sent).state == "sent"
    assert not Suppression.objects.exists()
    assert Receipt.objects.get().delivery_id == sent.pk


def test_a_proved_address_is_written_to_again(sent, owner, deliver):
    from django.db import transaction

    from accounts.auth.events import EmailVerified
    from config.events import record

    tell(about(sent, "bounced"))
    with transaction.atomic():
        record(EmailVerified(actor_id=owner.pk, user_id=owner.pk))
    deliver(may_fail=True)
    assert not Suppression.objects.exists()


def test_sendgrid(owner, trial, sendgrid):
    row, other = asked_for(order(owner), order(owner))
    sendgrid.answers = [(202, b"", {"X-Message-Id": "sg-1"}), (202, b"", {"X-Message-Id": "sg-2"})]
    sending.send_due()
    events = [
        {"event": "processed", "sg_event_id": "a", "delivery": str(row.pk), "timestamp": 1_700_000_000},
        {"event": "delivered", "sg_event_id": "b", "delivery": str(row.pk), "timestamp": 1_700_000_001},
        {"event": "bounce", "type": "blocked", "sg_event_id": "c", "delivery": str(other.pk), "timestamp": 1},
        {"event": "bounce", "type": "bounce", "sg_event_id": "d", "delivery": str(other.pk), "email": "a@b.example"},
    ]
    body = json.dumps(events).encode()
    answer = post("sendgrid", body, signing.sendgrid(body))
    assert (answer.status_code, answer.json()) == (200, {"received": 4, "new": 4})
    assert (fresh(row).state, fresh(other).state) == ("delivered", "bounced")
    assert Suppression.objects.get().masked == "a…@b.example"
    assert fresh(row).delivered_at.year == 2023


def test_mailgun(sent):
    event = {
        "event": "failed",
        "severity": "permanent",
        "id": "mg-event-1",
        "timestamp": clock.now().timestamp(),
        "recipient": "owner@example.com",
        "message": {"headers": {"message-id": f"{sent.pk}@127.0.0.1"}},
    }
    assert post("mailgun", signing.mailgun(event)).status_code == 200
    assert fresh(sent).state == "bounced"
    assert Suppression.objects.exists()
    assert post("mailgun", signing.mailgun({**event, "severity": "temporary", "id": "mg-2"})).status_code == 200


def test_a_token_of_mailguns_is_good_for_one_body(sent):
    body = signing.mailgun({"event": "opened", "id": "1"}, token="t" * 50)
    assert post("mailgun", body).status_code == 200
    assert post("mailgun", body).status_code == 200
    assert post("mailgun", body.replace(b"opened", b"failed")).status_code == 401


@pytest.mark.parametrize("prefix", ["svix", "webhook"])
def test_resend(owner, trial, settings, stand_in, prefix):
    settings.EMAIL_PROVIDERS = ["resend"]
    settings.RESEND_API_KEY, settings.RESEND_URL = "key", f"{stand_in.url}/"
    stand_in.answers = [(200, {"id": "re-1"}, {})]
    row = one_for(owner)
    sending.send_due()
    event = {"type": "email.bounced", "created_at": "2026-11-20T10:00:00.000Z"}
    event["data"] = {"email_id": "re-1", "to": ["owner@example.com"], "bounce": {"type": "Permanent"}}
    body = json.dumps(event).encode()
    assert post("resend", body, signing.standard(body, prefix=prefix)).status_code == 200
    assert fresh(row).state == "bounced"
    assert Suppression.objects.get().masked == "o…@example.com"


def test_ses(sent):
    Delivery.objects.filter(pk=sent.pk).update(provider="ses", provider_id="ses-1")
    event = {"eventType": "Complaint", "mail": {"messageId": "ses-1", "destination": ["owner@example.com"]}}
    body = json.dumps(event | {"complaint": {"timestamp": "2026-11-20T10:00:00Z"}}).encode()
    assert post("ses", body, signing.standard(body)).status_code == 200
    assert fresh(sent).state == "complained"


def test_many_come_in_one_body(owner, trial):
    rows = asked_for(*[order(owner) for _ in range(3)])
    body = json.dumps({"events": [about(row, "delivered") for row in rows]}).encode()
    assert post("standard", body, signing.standard(body)).json() == {"received": 3, "new": 3}
    assert {fresh(row).state for row in rows} == {"delivered"}
