"""Staff look at webhooks on the desk, pause and resume them, and have messages sent again."""

from __future__ import annotations

import pytest
from django.test import Client

from notifications.webhooks import sending
from notifications.webhooks.models import WebhookAttempt
from notifications.webhooks.tests.trial import fresh, waiting

pytestmark = pytest.mark.django_db

DESK = "/admin/notifications"


@pytest.fixture
def desk(manager):
    client = Client()
    client.force_login(manager)
    return client


def test_no_secret_is_shown(desk, issued, receiver):
    waiting(issued)
    sending.send_due()
    row = fresh(issued.endpoint)
    for path in ("webhookendpoint/", f"webhookendpoint/{row.pk}/change/"):
        answer = desk.get(f"{DESK}/{path}")
        assert answer.status_code == 200
        assert row.secret not in answer.content.decode()
        assert issued.secret not in answer.content.decode()


def test_an_endpoint_is_paused_and_resumed(desk, issued):
    page = f"{DESK}/webhookendpoint/{issued.endpoint.pk}"
    for deed, state in (("pause", "paused"), ("resume", "active")):
        assert desk.get(f"{page}/deed/{deed}/").status_code == 200
        desk.post(f"{page}/deed/{deed}/")
        assert fresh(issued.endpoint).state == state


def test_a_test_is_sent_from_the_desk(desk, issued, receiver):
    desk.post(f"{DESK}/webhookendpoint/{issued.endpoint.pk}/deed/test/")
    sending.send_due()
    assert [came.said["type"] for came in receiver.asked] == ["webhook.tested"]


def test_a_message_is_sent_again_and_its_attempts_are_shown(desk, issued, receiver):
    (row,) = waiting(issued)
    sending.send_due()
    desk.post(f"{DESK}/webhookmessage/{row.pk}/deed/redeliver/")
    sending.send_due()
    assert [came.id for came in receiver.asked] == [str(row.pk)] * 2
    tried = WebhookAttempt.objects.order_by("pk").last()
    assert desk.get(f"{DESK}/webhookattempt/{tried.pk}/change/").status_code == 200
