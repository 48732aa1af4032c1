"""The queue on the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from config.audit.models import AuditEntry
from notifications.delivery import health, sending
from notifications.delivery.models import Delivery, Reason, Suppression
from notifications.delivery.services import suppress
from notifications.delivery.tests.trial import asked_for, fresh, one_for, order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(manager):
    client = Client()
    client.force_login(manager)
    return client


def test_the_queue_is_shown_as_it_is(desk, owner, trial, by_smtp):
    asked_for(order(owner), order(owner))
    Delivery.objects.filter(pk=one_for(owner).pk).update(state="dead")
    health.note_failure("smtp", "TimeoutError: timed out")
    page = desk.get("/admin/queue/")
    assert page["Refresh"] == "10"
    text = page.content.decode()
    assert "TimeoutError: timed out" in text
    assert "<dt>Due</dt><dd>2</dd>" in text
    assert "Try all dead letters again" in text


def test_all_dead_letters_are_tried_again_by_one_button(desk, owner, trial, office):
    rows = asked_for(order(owner), order(owner))
    Delivery.objects.update(state="dead", attempts=8)
    answer = desk.post("/admin/queue/", follow=True)
    assert "2 messages are tried again." in answer.content.decode()
    sending.send_due()
    assert [fresh(row).state for row in rows] == ["sent", "sent"]
    assert AuditEntry.objects.filter(action="message.all_redriven").exists()


def test_a_delivery_shows_what_was_tried_and_is_sent_again(desk, owner, trial, office):
    office.refuses_mail = "451 4.3.0 later"
    row = one_for(owner)
    sending.send_due()
    text = desk.get(f"/admin/notifications/delivery/{row.pk}/change/").content.decode()
    assert "451 4.3.0 later" in text
    Delivery.objects.update(state="dead")
    desk.post(f"/admin/notifications/delivery/{row.pk}/deed/redrive/", {"yes": "1"})
    assert fresh(row).state == "waiting"


def test_a_suppressed_address_is_let_through(desk, owner):
    suppress(address="owner@example.com", reason=Reason.COMPLAINED, user_id=owner.pk)
    row = Suppression.objects.get()
    assert "o…@example.com" in desk.get("/admin/notifications/suppression/").content.decode()
    desk.post(f"/admin/notifications/suppression/{row.pk}/deed/lift/")
    assert not Suppression.objects.exists()
