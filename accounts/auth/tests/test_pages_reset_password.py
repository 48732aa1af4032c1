"""The pages that set a new password by mail, and that ask for the mail."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.auth import services
from accounts.auth.events import PasswordResetRequested
from accounts.auth.lockout import FREE_TRIES
from accounts.auth.models import OneTimeToken, ResetRequest
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config.roles import Status
from config.testing.cast import PASSWORD
from config.testing.visiting import Visitor

NEW = "a staple of another colour"
DEAD = "This link is not valid any more; ask for a new one."


@pytest.fixture
def visitor():
    return Visitor()


def choose(visitor, page, new=NEW, repeated=None):
    return visitor.press(page, new_password=new, repeated=new if repeated is None else repeated)


def signs_in(api, password):
    return api.post("/auth/login", {"username": "owner", "password": password}).status_code == 200


def test_following_the_link_uses_nothing_up_and_names_the_rules(visitor, owner):
    token = services.reset_token(owner.pk)
    with CaptureQueriesContext(connection) as counted:
        page = visitor.follow("/reset-password", token)
    assert len(counted) == 0
    assert page.status == 200
    assert "at least 10 characters" in page.text
    assert OneTimeToken.objects.get().used_at is None


def test_the_fields_have_labels_and_tell_browsers_that_the_password_is_new(visitor, owner):
    page = visitor.follow("/reset-password", services.reset_token(owner.pk))
    shown = [field for field in page.all("input") if field["type"] != "hidden"]
    assert [(field["type"], field["autocomplete"]) for field in shown] == [("password", "new-password")] * 2
    assert [label["for"] for label in page.all("label")] == [field["id"] for field in shown]


def test_the_button_sets_the_password_once_ends_every_session_and_lifts_the_lockout(visitor, api, owner):
    session = services.open_session(user=owner)
    for _ in range(FREE_TRIES + 1):
        signs_in(api, "not the password")
    page = visitor.follow("/reset-password", services.reset_token(owner.pk))
    done = choose(visitor, page)
    assert (done.status, "Your new password is set." in done.text) == (200, True)
    assert api.with_token(session.access).get("/auth/profile").status_code == 401
    assert signs_in(api, NEW)
    again = choose(visitor, page, "yet another fine password")
    assert (again.status, DEAD in again.text) == (400, True)
    assert {"href": "/forgot-password"} in again.all("a")
    assert not signs_in(api, "yet another fine password")


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("short", "too short"),
        ("owner@example", "too similar"),
        ("x" * 257, "at most 256"),
        ("", "required"),
    ],
)
def test_a_weak_password_is_told_at_its_field_and_does_not_cost_the_link(visitor, api, owner, new, said):
    page = visitor.follow("/reset-password", services.reset_token(owner.pk))
    refused = choose(visitor, page, new)
    assert refused.status == 400
    assert said in refused.text
    assert new not in refused.fields.values() or not new
    assert choose(visitor, refused).status == 200
    assert signs_in(api, NEW)


def test_two_passwords_that_differ_are_refused(visitor, api, owner):
    page = visitor.follow("/reset-password", services.reset_token(owner.pk))
    refused = choose(visitor, page, NEW, NEW + "x")
    assert (refused.status, "The two passwords differ." in refused.text) == (400, True)
    assert signs_in(api, PASSWORD)


def test_a_password_is_taken_with_its_spaces(visitor, api, owner):
    choose(visitor, visitor.follow("/reset-password", services.reset_token(owner.pk)), f" {NEW} ")
    assert signs_in(api, f" {NEW} ")
    assert not signs_in(api, NEW)


def test_a_link_that_has_run_out_says_so(visitor, api, owner):
    page = visitor.follow("/reset-password", services.reset_token(owner.pk))
    with later(minutes=61):
        refused = choose(visitor, page)
    assert (refused.status, DEAD in refused.text) == (400, True)
    assert signs_in(api, PASSWORD)


@pytest.mark.parametrize("rubbish", ["x", "é" * 9, "'\"><img src=x onerror=alert(1)>"])
def test_rubbish_is_refused_and_never_becomes_markup(visitor, db, rubbish):
    page = visitor.follow("/reset-password", rubbish)
    assert (page.fields["token"], [tag for tag, _ in page.middle if tag == "img"]) == (rubbish, [])
    refused = choose(visitor, page)
    assert (refused.status, DEAD in refused.text) == (400, True)


def test_a_closed_account_is_not_opened(visitor, owner):
    page = visitor.follow("/reset-password", services.reset_token(owner.pk))
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None)
    refused = choose(visitor, page)
    assert (refused.status, "nothing was changed" in refused.text) == (401, True)
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/reset-password", "/forgot-password"])
def test_without_a_token_a_link_can_be_asked_for(visitor, owner, deliver, recorded, path):
    page = visitor.follow(path)
    asked = visitor.press(page, email="Owner@example.com")
    assert (asked.status, "If this address belongs to an account" in asked.text) == (200, True)
    deliver()
    assert [event.user_id for event in recorded(PasswordResetRequested)] == [owner.pk]


def test_the_page_does_not_tell_whether_the_address_is_anyones(visitor, owner):
    page = visitor.follow("/forgot-password")
    visitor.press(page, email="warm@example.com")
    texts, costs = [], []
    for email in ("owner@example.com", "nobody@example.com"):
        with CaptureQueriesContext(connection) as counted:
            texts.append(visitor.press(page, email=email).text)
        costs.append([query["sql"].split()[0] for query in counted.captured_queries])
    assert texts[0] == texts[1]
    assert costs[0] == costs[1]


@pytest.mark.parametrize("email", ["", "nobody", '"a b"@example.com', f"{'x' * 250}@example.com"])
def test_an_address_that_cannot_be_written_to_is_told_at_its_field(visitor, db, email):
    refused = visitor.press(visitor.follow("/forgot-password"), email=email)
    assert refused.status == 400
    (field,) = [field for field in refused.all("input") if field["name"] == "email"]
    assert field["aria-invalid"] == "true"
    assert ResetRequest.objects.count() == 0


def test_the_pages_speak_german(owner):
    visitor = Visitor("de")
    page = visitor.follow("/reset-password", services.reset_token(owner.pk))
    assert page.all("html") == [{"lang": "de"}]
    assert "Wähle ein neues Passwort" in page.text
    assert "Die beiden Passwörter sind verschieden." in choose(visitor, page, NEW, NEW + "x").text
    assert "Dein neues Passwort gilt." in choose(visitor, page).text
    assert "Fordere ein neues Passwort an" in visitor.follow("/reset-password").text
