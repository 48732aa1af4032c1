"""The app's tables in the admin: looked at, never changed, and without a hash in sight."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.api_keys.counting import Cell
from accounts.api_keys.services import add_usage
from accounts.api_keys.tests.making import key_of
from accounts.auth import services
from accounts.auth.models import OneTimeToken, RefreshToken
from accounts.mfa import services as mfa
from accounts.mfa.models import Enrolment, RecoveryCode
from accounts.presence import services as presence
from accounts.presence.places import Place
from accounts.presence.words import CURRENT
from accounts.privacy import services as privacy
from accounts.privacy.models import Deletion
from accounts.users import services as users
from config import clock
from config.testing.cast import PASSWORD
from config.testing.second_step import with_app, with_passkey

MODELS = list(apps.get_app_config("accounts").get_models())


@pytest.fixture
def page(admin):
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def rows(owner):
    """A row of every model."""
    services.ask_ticket_by_token(services.open_session(user=owner).access)
    services.reset_token(owner.pk)
    services.ask_reset(email="owner@example.com")
    services.revoke_user_sessions(user_id=owner.pk, reason="test")
    users.rename(user_id=owner.pk, username="renamed", actor=owner)
    users.request_email_change(user_id=owner.pk, new_email="new@example.com")
    services.candidate("owner")
    services.signing_in.lockout.count_try("some-key", is_known_device=False)
    key = key_of(owner).key
    add_usage({(key.pk, clock.now().date().toordinal(), "GET", "/x"): Cell()})
    with_passkey(owner)
    with_app(owner)
    mfa.set_up_email(actor=owner, proof={"current_password": PASSWORD})
    mfa.ask(owner)
    mfa.passkey_options()
    presence.become_visible(user_id=owner.pk)
    presence.share_location(user_id=owner.pk, place=Place("PT"), consent=CURRENT)
    privacy.publish_document(kind="marketing", version="1", title="News", actor=None)
    privacy.give_consent(user_id=owner.pk, kind="marketing")
    privacy.request_export(user_id=owner.pk, actor=owner)
    Deletion.objects.create(user_id=owner.pk, content="erase", due_at=clock.now())
    owner.refresh_from_db()
    return owner


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_table_is_listed_and_shown_without_secrets(page, rows, model):
    assert admin.site.is_registered(model)
    name = f"admin:accounts_{model._meta.model_name}"
    listed = page.get(reverse(f"{name}_changelist"))
    assert listed.status_code == 200
    row = model._default_manager.first()
    shown = page.get(reverse(f"{name}_change", args=[row.pk]))
    assert shown.status_code == 200
    secrets = [Enrolment.objects.get().totp_secret, RecoveryCode.objects.all()[0].digest]
    secrets += [rows.password, RefreshToken.objects.get().digest, OneTimeToken.objects.get().digest]
    for content in (listed.content.decode(), shown.content.decode()):
        assert not [secret for secret in secrets if secret in content]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_row_is_added_changed_or_deleted_by_hand(page, rows, model):
    name = f"admin:accounts_{model._meta.model_name}"
    row = model._default_manager.first()
    assert page.post(reverse(f"{name}_add"), {}).status_code == 403
    assert page.post(reverse(f"{name}_change", args=[row.pk]), {}).status_code == 403
    assert page.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
