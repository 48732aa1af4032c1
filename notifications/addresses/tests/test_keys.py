"""Our key towards push services, and browsers' keys at rest."""

from __future__ import annotations

import base64
from io import StringIO

import pytest
from django.core.management import call_command

from config.secrets import make_key
from notifications.addresses import checking, services
from notifications.addresses.models import Address
from notifications.addresses.queries import targets
from notifications.addresses.tests.browsers import Browser
from notifications.addresses.vapid import make_keys, public_key


def test_a_new_key_is_printed_and_nothing_kept():
    said = StringIO()
    call_command("make_vapid_keys", stdout=said)
    private = said.getvalue().splitlines()[0].removeprefix("VAPID_PRIVATE_KEY=")
    assert len(base64.urlsafe_b64decode(private + "=")) == 32
    assert public_key(private) in said.getvalue()
    assert make_keys() != make_keys()


def test_without_a_key_there_is_no_public_half():
    assert public_key("") == ""


@pytest.mark.django_db
def test_keys_of_browsers_are_sealed_anew_under_another_key(owner, push, settings):
    browser = Browser()
    row, _ = services.register(actor=owner, checked=checking.web_push(browser.endpoint, **browser.keys))
    before = row.auth
    settings.ENCRYPTION_KEYS = [make_key(), *settings.ENCRYPTION_KEYS]
    call_command("reseal_secrets", stdout=StringIO())
    row.refresh_from_db()
    assert row.auth != before
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    assert targets([row.pk])[row.pk].auth == browser.keys["auth"]


@pytest.mark.django_db
def test_what_cannot_be_opened_any_more_is_left_out(owner, push, settings):
    browser = Browser()
    row, _ = services.register(actor=owner, checked=checking.web_push(browser.endpoint, **browser.keys))
    settings.ENCRYPTION_KEYS = [make_key()]
    assert targets([row.pk]) == {}
    # Whoever has the browser registers it anew.
    services.register(actor=owner, checked=checking.web_push(browser.endpoint, **browser.keys))
    assert Address.objects.count() == 1
    assert targets([row.pk])[row.pk].auth == browser.keys["auth"]
