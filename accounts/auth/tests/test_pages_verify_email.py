"""The page that proves an address, or a new one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.auth import services
from accounts.auth.models import OneTimeToken
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from accounts.users.queries import user_by_id
from config.roles import Status
from config.testing.cast import PASSWORD
from config.testing.visiting import Visitor

DEAD = "This link is not valid any more; ask for a new one."


@pytest.fixture
def visitor():
    return Visitor()


def test_following_the_link_uses_nothing_up_however_often(visitor, unverified):
    token = services.verification_token(unverified.pk)
    with CaptureQueriesContext(connection) as counted:
        pages = [visitor.follow("/verify-email", token) for _ in range(3)]
    assert [page.status for page in pages] == [200] * 3
    assert len(counted) == 0
    assert visitor.client.head("/verify-email", {"token": token}).status_code == 200
    assert OneTimeToken.objects.get().used_at is None
    assert user_by_id(unverified.pk).email_verified_at is None


def test_the_button_proves_the_address_once(visitor, unverified):
    page = visitor.follow("/verify-email", services.verification_token(unverified.pk))
    done = visitor.press(page)
    assert (done.status, "Your e-mail address is verified." in done.text) == (200, True)
    assert user_by_id(unverified.pk).email_verified_at is not None
    again = visitor.press(page)
    assert (again.status, DEAD in again.text) == (400, True)


def test_the_button_brings_a_new_address_into_force(visitor, api, owner):
    asked = api.as_(owner).post("/auth/email/change", {"email": "new@example.org", "current_password": PASSWORD})
    assert asked.status_code == 202
    address, token = services.email_change_token(owner.pk)
    page = visitor.follow("/verify-email", token)
    assert user_by_id(owner.pk).email == "owner@example.com"
    assert visitor.press(page).status == 200
    assert user_by_id(owner.pk).email == address == "new@example.org"


def test_a_link_that_has_run_out_says_so(visitor, unverified):
    page = visitor.follow("/verify-email", services.verification_token(unverified.pk))
    with later(days=7, seconds=1):
        refused = visitor.press(page)
    assert (refused.status, DEAD in refused.text) == (400, True)
    assert user_by_id(unverified.pk).email_verified_at is None


@pytest.mark.parametrize("rubbish", ["x", "é" * 9, '"><script>alert(1)</script>', "eyJhbGciOiJub25lIn0.e30."])
def test_rubbish_is_refused_and_never_becomes_markup(visitor, db, rubbish):
    page = visitor.follow("/verify-email", rubbish)
    assert page.fields["token"] == rubbish
    assert page.all("script") == []
    refused = visitor.press(page)
    assert (refused.status, DEAD in refused.text) == (400, True)


def test_a_token_of_another_purpose_is_refused(visitor, owner):
    refused = visitor.press(visitor.follow("/verify-email", services.reset_token(owner.pk)))
    assert (refused.status, DEAD in refused.text) == (400, True)


def test_a_closed_account_is_told_that_nothing_was_changed(visitor, unverified):
    token = services.verification_token(unverified.pk)
    users.set_status(user_id=unverified.pk, status=Status.SUSPENDED, actor=None)
    refused = visitor.press(visitor.follow("/verify-email", token))
    assert (refused.status, "nothing was changed" in refused.text) == (401, True)
    assert OneTimeToken.objects.get().used_at is None


def test_a_code_can_be_typed_in_where_the_link_is_broken(visitor, unverified):
    page = visitor.follow("/verify-email")
    (field,) = [field for field in page.all("input") if field["name"] == "token"]
    assert field["type"] == "text"
    assert {"for": field["id"]} in page.all("label")
    assert visitor.press(page, token=services.verification_token(unverified.pk)).status == 200


@pytest.mark.parametrize("typed", ["", "x" * 201, "a\0b"])
def test_a_code_that_cannot_be_one_is_shown_at_its_field(visitor, db, typed):
    refused = visitor.press(visitor.follow("/verify-email"), token=typed)
    assert refused.status == 400
    (field,) = [field for field in refused.all("input") if field["name"] == "token"]
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] in {errors.get("id") for errors in refused.all("ul")}


def test_the_page_speaks_german(unverified):
    visitor = Visitor("de-AT,de;q=0.9,en;q=0.5")
    page = visitor.follow("/verify-email", services.verification_token(unverified.pk))
    assert page.all("html") == [{"lang": "de"}]
    assert "Bestätige deine E-Mail-Adresse" in page.text
    assert "Deine E-Mail-Adresse ist bestätigt." in visitor.press(page).text
    assert "Dieser Link gilt nicht mehr" in visitor.press(page).text
