"""The app's tables in the admin: looked at, never changed, and without a hash in sight."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.auth import services
from accounts.auth.models import OneTimeToken, RefreshToken
from accounts.users import services as users

MODELS = list(apps.get_app_config("accounts").get_models())


@pytest.fixture
def page(admin):
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def rows(owner):
    """A row of every model."""
    services.open_session(user=owner)
    services.reset_token(owner.pk)
    services.ask_reset(email="owner@example.com")
    services.revoke_user_sessions(user_id=owner.pk, reason="test")
    users.rename(user_id=owner.pk, username="renamed", actor=owner)
    users.request_email_change(user_id=owner.pk, new_email="new@example.com")
    services.candidate("owner")
    services.signing_in.lockout.count_try("some-key", is_known_device=False)
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
    secrets = [rows.password, RefreshToken.objects.get().digest, OneTimeToken.objects.get().digest]
    for content in (listed.content.decode(), shown.content.decode()):
        assert not [secret for secret in secrets if secret in content]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_row_is_added_changed_or_deleted_by_hand(page, rows, model):
    name = f"admin:accounts_{model._meta.model_name}"
    row = model._default_manager.first()
    assert page.post(reverse(f"{name}_add"), {}).status_code == 403
    assert page.post(reverse(f"{name}_change", args=[row.pk]), {}).status_code == 403
    assert page.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
