"""Whoever registered a webhook is told when the platform sends there no more."""

import pytest

from config.testing.post_office import text_of
from notifications.inbox.models import Notification
from notifications.rules.tests.acting import told, unread
from notifications.webhooks.choices import DisabledBecause
from notifications.webhooks.models import WebhookEndpoint
from notifications.webhooks.recording import disable
from notifications.webhooks.services import make_endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoint(manager):
    asked = {"url": "https://hooks.example.com/secret-path", "types": ["user.deleted"]}
    return make_endpoint(actor=manager, **asked).endpoint


@pytest.mark.parametrize(
    ("because", "words"), [(DisabledBecause.GONE, "nobody any more"), (DisabledBecause.FAILING, "failed for days")]
)
def test_its_maker_hears_of_it_in_the_app_and_by_mail(endpoint, manager, admin, post_office, deliver, because, words):
    disable(endpoint, because)
    deliver()
    assert told(manager) == ["webhook.disabled"]
    assert unread(manager) == 1
    assert told(admin) == []
    (mail,) = post_office.to(manager.email)
    assert mail["Subject"].strip() == "Your webhook to hooks.example.com was disabled"
    assert words in text_of(mail)
    assert "secret-path" not in text_of(mail)


def test_of_one_whose_maker_is_erased_nobody_is_told(endpoint, deliver):
    WebhookEndpoint.objects.update(made_by=None)
    endpoint.refresh_from_db()
    disable(endpoint, DisabledBecause.GONE)
    deliver()
    assert not Notification.objects.exists()
