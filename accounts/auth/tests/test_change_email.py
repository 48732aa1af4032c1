"""Changing one's address."""

from __future__ import annotations

import pytest

from accounts.auth import services
from accounts.auth.errors import InvalidToken
from accounts.auth.events import EmailChanged, EmailChangeRequested
from accounts.auth.tests.clockwork import later
from accounts.users import queries
from config.testing.cast import PASSWORD
from config.testing.client import codes

NEW = "owner@elsewhere.example"


def ask(api, person, email=NEW, password=PASSWORD):
    return api.as_(person).post("/auth/email/change", {"email": email, "current_password": password})


def verify(api, token):
    return api.post("/auth/email/verify", {"token": token})


def test_the_address_changes_when_the_new_one_confirms_and_the_old_one_is_kept_to_be_told(api, owner, recorded):
    assert ask(api, owner).status_code == 202
    assert [event.user_id for event in recorded(EmailChangeRequested)] == [owner.pk]
    assert api.as_(owner).get("/auth/profile").json()["email"] == "owner@example.com"
    address, token = services.email_change_token(owner.pk)
    assert address == NEW
    assert verify(api, token).status_code == 204
    profile = api.as_(owner).get("/auth/profile").json()
    assert (profile["email"], profile["email_verified"]) == (NEW, True)
    (event,) = recorded(EmailChanged)
    facts = queries.email_change(event.change_id)
    assert (facts.old_email, facts.new_email) == ("owner@example.com", NEW)
    assert verify(api, token).status_code == 400


def test_the_present_password_is_asked_for(api, owner):
    assert ask(api, owner, password="not the password").json()["code"] == "wrong_password"
    with pytest.raises(InvalidToken):
        services.email_change_token(owner.pk)


@pytest.mark.parametrize(
    ("email", "code"), [("stranger@example.com", "taken"), ("owner@example.com", "unchanged"), ("rubbish", "invalid")]
)
def test_the_new_address_is_free_and_well_formed(api, owner, stranger, email, code):
    answer = ask(api, owner, email=email)
    assert answer.status_code == 400
    assert codes(answer) == {"email": code}


def test_an_address_taken_in_the_meantime_is_refused(api, owner, person):
    ask(api, owner)
    _address, token = services.email_change_token(owner.pk)
    person("quicker").__class__.objects.filter(username="quicker").update(email=NEW)
    assert codes(verify(api, token)) == {"email": "taken"}
    owner.refresh_from_db()
    assert owner.email == "owner@example.com"


def test_the_newest_wish_counts(api, owner):
    ask(api, owner, email="first@example.org")
    _first, old_token = services.email_change_token(owner.pk)
    ask(api, owner, email="second@example.org")
    second, new_token = services.email_change_token(owner.pk)
    assert second == "second@example.org"
    assert verify(api, old_token).status_code == 400
    assert verify(api, new_token).status_code == 204


def test_a_token_of_a_wish_that_was_replaced_is_dead_even_before_the_next_mail(api, owner):
    ask(api, owner, email="first@example.org")
    _first, old_token = services.email_change_token(owner.pk)
    ask(api, owner, email="second@example.org")
    assert verify(api, old_token).status_code == 400


def test_the_token_dies_after_a_day_or_with_the_password(api, owner):
    ask(api, owner)
    _address, token = services.email_change_token(owner.pk)
    with later(hours=25):
        assert verify(api, token).status_code == 400
    services.reset_password(token=services.reset_token(owner.pk), new_password="a staple of another colour")
    assert verify(api, token).status_code == 400
