"""The queue, the providers and the webhooks, as a scraper reads them."""

from datetime import timedelta

import pytest

from config import clock
from notifications.delivery.models import Delivery, ProviderHealth
from notifications.delivery.tests.trial import asked_for, order
from notifications.webhooks.models import WebhookEndpoint
from notifications.webhooks.services import make_endpoint, send_test

pytestmark = pytest.mark.django_db


@pytest.fixture
def scraped(client, settings):
    settings.METRICS_TOKEN = "a-token-for-the-scraper"

    def read():
        page = client.get("/metrics", headers={"Authorization": "Bearer a-token-for-the-scraper"})
        return dict(line.rsplit(" ", 1) for line in page.content.decode().splitlines() if not line.startswith("#"))

    return read


def test_an_empty_queue_is_nought(scraped):
    figures = scraped()
    assert figures['sigma_messages{state="due"}'] == "0.0"
    assert figures["sigma_messages_oldest_seconds"] == "0.0"
    assert figures['sigma_webhook_messages{state="waiting"}'] == "0.0"
    assert figures["sigma_webhooks_disabled"] == "0.0"


def test_what_is_due_and_what_was_given_up_are_told_apart(scraped, owner):
    due, _, dead = asked_for(*[order(owner) for _ in range(3)])
    Delivery.objects.filter(pk=due.pk).update(due_at=clock.now() - timedelta(minutes=5))
    Delivery.objects.filter(pk=dead.pk).update(state="dead")
    ProviderHealth.objects.create(name="smtp", down_until=clock.now() + timedelta(minutes=1))
    figures = scraped()
    assert figures['sigma_messages{state="due"}'] == "2.0"
    assert figures['sigma_messages{state="dead"}'] == "1.0"
    assert float(figures["sigma_messages_oldest_seconds"]) >= 300
    assert figures['sigma_provider_down{provider="smtp"}'] == "1.0"


def test_webhooks_that_wait_and_endpoints_that_are_disabled_are_counted(scraped, manager):
    kept, lost = (
        make_endpoint(actor=manager, url=f"https://{name}.example.com/", types=["user.deleted"]).endpoint
        for name in ("kept", "lost")
    )
    send_test(actor=manager, webhook_id=kept.pk)
    WebhookEndpoint.objects.filter(pk=lost.pk).update(
        state="disabled", disabled_at=clock.now(), disabled_because="gone"
    )
    figures = scraped()
    assert figures['sigma_webhook_messages{state="waiting"}'] == "1.0"
    assert figures["sigma_webhooks_disabled"] == "1.0"
