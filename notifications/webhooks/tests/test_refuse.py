"""URLs are refused when they are saved, by the rules of embeds, and addresses each time something is sent."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings

from config.testing.client import codes
from notifications.webhooks import sending, services
from notifications.webhooks.errors import REASONS, TooManyWebhooks
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint
from notifications.webhooks.services.endpoints import MOST_ENDPOINTS
from notifications.webhooks.tests.trial import fresh, made, waiting

pytestmark = pytest.mark.django_db

OWN = urlsplit(django_settings.BASE_URL).hostname
GOOD = "https://hooks.example/sigma"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example/", "not_https"),
        ("ftp://hooks.example/", "not_https"),
        ("//hooks.example/", "not_https"),
        ("javascript:alert(1)", "not_https"),
        ("https://127.0.0.1/", "ip_literal"),
        ("https://[::1]/", "ip_literal"),
        ("https://2130706433/", "ip_literal"),
        ("https://0x7f.1/", "ip_literal"),
        ("https://127.0.0.1.:443/", "ip_literal"),
        ("https://me:secret@hooks.example/", "has_credentials"),
        ("https://hooks.example@127.0.0.1/", "has_credentials"),
        ("https://hooks.example:8443/", "port"),
        ("https://hooks.example\\@evil.example/", "backslash"),
        ("https://hooks.example/a%0d%0aX-Evil:1", "control_characters"),
        ("https://hooks.example/../admin", "invalid_path"),
        ("https:///path", "invalid_host"),
        ("https://exa mple/", "control_characters"),
        ("https://hooks.example/" + "é" * 900, "too_long"),
    ],
)
def test_a_hostile_url_is_refused_with_the_rule_that_it_breaks(api, manager, url, code):
    answer = api.as_(manager).post("/admin/webhooks", {"url": url, "types": ["user.deleted"]})
    assert (answer.status_code, answer.json()["code"]) == (400, "webhook_url_refused"), answer.json()
    assert codes(answer) == {"url": code}
    assert code in REASONS
    row = made(manager, GOOD).endpoint
    answer = api.as_(manager).patch(f"/admin/webhooks/{row.pk}", {"url": url})
    assert codes(answer) == {"url": code}
    assert fresh(row).url == GOOD


def test_this_site_sends_itself_none(api, manager, settings):
    settings.BASE_URL = "https://sigma.example"
    answer = api.as_(manager).post("/admin/webhooks", {"url": "https://sigma.example/x", "types": ["user.deleted"]})
    assert codes(answer) == {"url": "own_host"}


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["fd00::1"],
        ["::ffff:127.0.0.1"],
        ["93.184.215.14", "127.0.0.1"],
    ],
)
def test_a_name_that_leads_inside_is_found_out_at_every_sending(issued, receiver, hostile, addresses):
    hostile.names["hooks.example"] = [addresses]
    (row,) = waiting(issued)
    assert sending.send_due().failed == 1
    assert WebhookAttempt.objects.get().error.startswith("address_not_public")
    assert fresh(row).state == "waiting"
    assert (receiver.asked, hostile.visits) == ([], 0)


def test_a_name_that_leads_inside_later_is_found_out_then(issued, receiver, hostile):
    waiting(issued)
    assert sending.send_due().sent == 1
    hostile.names["hooks.example"] = [["127.0.0.1"]]
    waiting(issued)
    assert sending.send_due().failed == 1
    assert (len(receiver.asked), hostile.visits) == (1, 0)


@pytest.mark.parametrize("types", [[], ["workbook.created"], ["report.filed"], ["webhook.tested"], ["*"], [""]])
def test_only_open_types_are_heard(api, manager, types):
    answer = api.as_(manager).post("/admin/webhooks", {"url": GOOD, "types": types})
    assert answer.status_code == 400
    assert {name.partition(".")[0] for name in codes(answer)} == {"types"}


def test_there_are_fifty_at_most(manager):
    WebhookEndpoint.objects.bulk_create(WebhookEndpoint(url=GOOD, secret="x") for _ in range(MOST_ENDPOINTS))
    with pytest.raises(TooManyWebhooks):
        services.make_endpoint(actor=manager, url=GOOD, types=["user.deleted"])
