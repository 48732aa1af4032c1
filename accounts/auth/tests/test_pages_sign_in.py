"""Signing in to pages: the same rules through Django's own door."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from accounts.auth.lockout import FREE_TRIES
from accounts.auth.models import SignInFailures
from accounts.auth.services import sign_out_everywhere
from accounts.users import services as users
from config.roles import Status
from config.testing.cast import PASSWORD


@pytest.fixture
def page():
    return Client()


def sign_in(page, name, password=PASSWORD):
    page.post("/admin/login/", {"username": name, "password": password})
    return page.get("/admin/").status_code == 200


def test_staff_sign_in_to_the_admin_and_members_do_not(page, admin, owner):
    assert not sign_in(page, "owner")
    assert sign_in(page, "admin-a")


def test_the_admin_counts_failures_like_the_api(page, api, admin):
    for _ in range(FREE_TRIES):
        assert not sign_in(page, "admin-a", "not the password")
    assert SignInFailures.objects.get().failures == FREE_TRIES
    assert not sign_in(page, "admin-a")
    assert api.post("/auth/login", {"username": "admin-a", "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED])
def test_a_closed_account_does_not_come_in(owner, status):
    users.set_status(user_id=owner.pk, status=status, actor=None)
    assert authenticate(username="owner", password=PASSWORD) is None


def test_the_session_of_a_page_ends_with_the_account(page, moderator):
    assert sign_in(page, "moderator-m")
    users.set_status(user_id=moderator.pk, status=Status.SUSPENDED, actor=None)
    assert page.get("/admin/").status_code == 302


def test_the_session_of_a_page_ends_with_a_sign_out_everywhere(page, moderator):
    assert sign_in(page, "moderator-m")
    sign_out_everywhere(principal=moderator)
    assert page.get("/admin/").status_code == 302


@pytest.mark.parametrize("credentials", [{}, {"username": "owner"}, {"username": "own\0er", "password": "x"}])
def test_half_a_credential_is_none(db, credentials):
    assert authenticate(**credentials) is None
