"""Apps are reached by OneSignal, one request a device, under a key of our own."""

from __future__ import annotations

from uuid import uuid4

import pytest

from notifications.addresses import checking, services
from notifications.addresses.models import Address
from notifications.delivery import sending
from notifications.delivery.models import ProviderHealth
from notifications.delivery.tests.trial import due_now, fresh, one_for
from notifications.types import Channel

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def onesignal(settings, stand_in):
    settings.VAPID_PRIVATE_KEY = ""
    settings.ONESIGNAL_APP_ID, settings.ONESIGNAL_API_KEY = "app-1", "key-1"
    settings.ONESIGNAL_URL = f"{stand_in.url}/notifications"
    stand_in.answers = [(200, {"id": "os-1"}, {})]
    return stand_in


@pytest.fixture
def device(owner):
    return services.register(actor=owner, checked=checking.onesignal(uuid4()))[0]


def test_a_device_is_asked_for_by_its_subscription_and_under_the_deliverys_id(owner, trial, onesignal, device):
    row = one_for(owner, channel=Channel.PUSH, target_id=device.pk)
    sending.send_due()
    assert (fresh(row).state, fresh(row).provider, fresh(row).provider_id) == ("sent", "onesignal", "os-1")
    ((path, headers, said),) = onesignal.asked
    assert (path, headers["Authorization"]) == ("/notifications", "Key key-1")
    assert said["include_subscription_ids"] == [device.value]
    assert said["idempotency_key"] == str(row.pk)
    assert said["headings"] == {"en": "A title"}


@pytest.mark.parametrize(
    "answer", [(500, {}, {}), (429, {}, {"Retry-After": "2"}), "reset", (200, b"<html>", {}), (200, {"id": ""}, {})]
)
def test_what_fails_goes_again_under_the_same_key(owner, trial, onesignal, device, answer):
    row = one_for(owner, channel=Channel.PUSH, target_id=device.pk)
    onesignal.answers = [answer, (200, {"id": "os-2"}, {})]
    sending.send_due()
    assert (fresh(row).state, fresh(row).attempts) == ("waiting", 1)
    due_now(row)
    ProviderHealth.objects.all().delete()
    sending.send_due()
    assert fresh(row).state == "sent"
    assert {said["idempotency_key"] for _path, _headers, said in onesignal.asked} == {str(row.pk)}


@pytest.mark.parametrize("errors", [{"invalid_subscription_ids": ["x"]}, ["All included players are not subscribed"]])
def test_an_app_that_is_gone_is_forgotten(owner, trial, onesignal, device, errors):
    row = one_for(owner, channel=Channel.PUSH, target_id=device.pk)
    onesignal.answers = [(200, {"id": "", "errors": errors}, {})]
    sending.send_due()
    assert fresh(row).state == "bounced"
    assert not Address.objects.exists()


def test_while_it_is_down_messages_wait_and_lose_no_attempt(owner, trial, onesignal, device, settings):
    settings.PROVIDER_FAILURES = 2
    rows = [one_for(owner, channel=Channel.PUSH, target_id=device.pk) for _ in range(4)]
    onesignal.answers = [(500, {}, {})]
    sending.send_due()
    assert len(onesignal.asked) == 2
    assert [fresh(row).attempts for row in rows] == [1, 1, 0, 0]
    assert {fresh(row).state for row in rows} == {"waiting"}
