"""Where an installation demands a second step of staff, nothing of theirs opens before they have one."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.api_keys.tests.making import key_for, service_account
from config.testing.second_step import PROOF, with_app, with_passkey

pytestmark = pytest.mark.django_db


def test_the_desk_leads_to_the_set_up_and_opens_afterwards(settings, admin, moderator):
    settings.MFA_REQUIRED_ROLES = ["admin", "manager"]
    browser = Client()
    browser.force_login(admin)
    led = browser.get("/admin/accounts/user/", follow=True)
    assert led.redirect_chain[-1][0] == "/settings/security?next=%2Fadmin%2Faccounts%2Fuser%2F"
    assert "Your role needs a second step here" in led.content.decode()
    with_passkey(admin)
    browser.force_login(admin)
    assert browser.get("/admin/accounts/user/").status_code == 200
    assert "/admin/accounts/user/" in browser.get("/settings/security?next=/admin/accounts/user/").content.decode()
    other = Client()
    other.force_login(moderator)
    assert other.get("/admin/").status_code == 200


def test_so_do_the_staffs_operations_of_the_api(api, settings, admin, manager):
    assert api.as_(admin).get("/admin/users").status_code == 200
    settings.MFA_REQUIRED_ROLES = ["admin"]
    refused = api.as_(admin).get("/admin/users")
    assert (refused.status_code, refused.json()["code"]) == (403, "mfa_setup_required")
    assert api.as_(manager).get("/admin/users").status_code == 200
    assert api.as_(admin).get("/auth/mfa").json()["is_demanded"] is True
    with_app(admin)
    assert api.as_(admin).get("/admin/users").status_code == 200


def test_so_do_the_keys_of_others(api, settings, admin):
    account = service_account(admin)
    key = key_for(admin, account).key
    settings.MFA_REQUIRED_ROLES = ["admin"]
    me, path = api.as_(admin), f"/auth/api-keys/{key.pk}"
    answers = [
        me.get("/auth/api-keys", {"account": account.username}),
        me.get(path),
        me.patch(path, {"name": "Mine now"}),
        me.delete(path),
        me.post(f"{path}/rotate", PROOF),
        me.post("/auth/api-keys", PROOF | {"name": "New", "scopes": ["tags:read"], "account": account.username}),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(403, "mfa_setup_required")] * 6
    key.refresh_from_db()
    assert (key.name, key.revoked_at) == ("A key", None)
    assert me.get("/auth/api-keys").status_code == 200
    with_app(admin)
    assert api.as_(admin).get(path).status_code == 200


def test_members_are_asked_for_nothing(api, settings, owner):
    settings.MFA_REQUIRED_ROLES = ["moderator", "manager", "admin"]
    assert api.as_(owner).get("/auth/mfa").json()["is_demanded"] is False
