"""One click in a mail turns such mails off: by the button of a page, or by a mail program's own POST."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signing import Signer
from django.test import Client

from accounts.profiles.models import Profile
from accounts.users import services as users
from config.db import uuid7
from config.roles import Status
from config.testing.visiting import Visitor
from notifications.delivery.sending import send_due
from notifications.delivery.tests.conftest import by_smtp as by_smtp
from notifications.delivery.tests.conftest import office
from notifications.inbox.services import tell
from notifications.inbox.tests.telling import told
from notifications.preferences.events import PreferencesChanged
from notifications.preferences.models import Preferences
from notifications.preferences.queries import preferences_of_one
from notifications.types import Channel, find, types
from notifications.types.shipped import ANNOUNCED, DIGEST
from notifications.unsubscribing.tokens import token_for, unsubscribe_url

__all__ = ["office"]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def strict() -> Client:
    """A mail program's server: it keeps no cookies, comes from no page, and the check against forgery is on."""
    return Client(enforce_csrf_checks=True)


def path_for(person: Any, declared: Any = ANNOUNCED) -> str:
    return urlsplit(unsubscribe_url(person.pk, declared)).path


def wants(person: Any, declared: Any = ANNOUNCED) -> bool:
    return preferences_of_one(person.pk).wants(declared, Channel.EMAIL)


def announce(person: Any) -> None:
    data = {"title": "News", "body": "Words."}
    tell(told("announcement.made", stays=True, group=str(uuid7()), data=data), [person.pk])


@pytest.mark.django_db
def test_one_click_of_a_mail_program_turns_such_mails_off(strict: Client, owner: Any, mailoutbox: Any) -> None:
    answer = strict.post(path_for(owner), ONE_CLICK)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not wants(owner)
    announce(owner)
    send_due()
    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_the_header_of_a_mail_leads_there_whole(owner: Any, office: Any, strict: Client) -> None:
    announce(owner)
    send_due()
    (mail,) = office.to("owner@example.com")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # A line so long begins beneath its name; readers put the two together.
    url = mail["List-Unsubscribe"].strip().strip("<>")
    assert url == unsubscribe_url(owner.pk, ANNOUNCED)
    assert strict.post(urlsplit(url).path, ONE_CLICK).status_code == 200
    assert not wants(owner)


@pytest.mark.django_db
def test_looking_changes_nothing(owner: Any, strict: Client) -> None:
    for ask in (strict.get, strict.head, strict.options):
        assert ask(path_for(owner)).status_code == 200
    assert wants(owner)
    assert not Preferences.objects.exists()


@pytest.mark.django_db
def test_the_page_has_a_button_and_the_way_back(owner: Any) -> None:
    visitor = Visitor()
    page = visitor.follow(path_for(owner))
    assert (page.status, "No more mails of this kind?" in page.text) == (200, True)
    done = visitor.press(page)
    assert (done.status, "You get no more of them" in done.text) == (200, True)
    assert not wants(owner)
    undone = visitor.press(done)
    assert (undone.status, "You get them again" in undone.text) == (200, True)
    assert wants(owner)


@pytest.mark.django_db
def test_again_is_no_error_and_is_told_once(owner: Any, strict: Client, recorded: Any) -> None:
    for _ in range(3):
        assert strict.post(path_for(owner), ONE_CLICK).status_code == 200
    assert len(recorded(PreferencesChanged)) == 1


@pytest.mark.django_db
def test_only_its_own_type_and_only_mail_is_turned_off(owner: Any, strict: Client) -> None:
    strict.post(path_for(owner), ONE_CLICK)
    assert Preferences.objects.get().choices == {"announcement.made": {"email": False}}
    assert wants(owner, find("comment.created"))


@pytest.mark.django_db
def test_that_of_a_digest_turns_digests_off_and_brings_no_single_mails(owner: Any, strict: Client) -> None:
    Preferences.objects.create(member=owner, frequency="daily")
    strict.post(path_for(owner, DIGEST), ONE_CLICK)
    row = Preferences.objects.get()
    assert (row.choices, row.frequency) == ({"digest.due": {"email": False}}, "daily")


@pytest.mark.django_db
def test_the_page_is_in_the_members_language_and_names_nobody(owner: Any, strict: Client) -> None:
    Profile.objects.filter(user_id=owner.pk).update(locale="de")
    page = strict.get(path_for(owner), headers={"accept-language": "en"}).content.decode()
    assert '<html lang="de">' in page
    assert "Keine Mails dieser Art mehr?" in page
    assert "owner" not in page.replace(path_for(owner), "")


@pytest.mark.django_db
def test_the_page_is_kept_by_nobody_and_tells_other_sites_nothing(owner: Any, strict: Client) -> None:
    headers = strict.get(path_for(owner)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_a_suspended_member_can_unsubscribe(owner: Any, strict: Client) -> None:
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None)
    assert strict.post(path_for(owner), ONE_CLICK).status_code == 200
    assert not wants(owner)


def test_mails_that_cannot_be_turned_off_have_no_such_link() -> None:
    for declared in types():
        assert bool(unsubscribe_url(uuid7(), declared)) is not declared.is_mandatory


# Attacks


def _signed_for_something_else(person: Any) -> str:
    return Signer(salt="another.purpose", sep=".").sign_object([person.pk.hex, "announcement.made"])


def _mandatory(person: Any) -> str:
    declared = find("case.decided")
    assert declared is not None
    return token_for(person.pk, declared)


def _other_member(person: Any) -> str:
    mine, theirs = token_for(uuid7(), ANNOUNCED), token_for(person.pk, ANNOUNCED)
    return theirs.split(".")[0] + "." + mine.split(".")[1]


def _other_type(person: Any) -> str:
    mine, wanted = token_for(person.pk, ANNOUNCED), token_for(person.pk, DIGEST)
    return wanted.split(".")[0] + "." + mine.split(".")[1]


BAD = {
    "signed_for_something_else": _signed_for_something_else,
    "of_a_type_that_cannot_be_turned_off": _mandatory,
    "with_another_member_put_in": _other_member,
    "with_another_type_put_in": _other_type,
    "with_a_letter_changed": lambda person: token_for(person.pk, ANNOUNCED)[:-1] + "!",
    "without_signature": lambda person: token_for(person.pk, ANNOUNCED).split(".")[0],
    "of_nobody": lambda person: token_for(uuid7(), ANNOUNCED),
    "made_up": lambda person: "abc",
    "very_long": lambda person: "a" * 3_000,
    "not_ascii": lambda person: "%C3%A4.%00",
}


@pytest.mark.django_db
@pytest.mark.parametrize("attack", BAD.values(), ids=BAD.keys())
def test_a_token_that_is_none_is_not_found_and_changes_nothing(attack: Any, owner: Any, strict: Client) -> None:
    path = f"/unsubscribe/{attack(owner)}"
    assert [strict.get(path).status_code, strict.post(path, ONE_CLICK).status_code] == [404, 404]
    assert not Preferences.objects.exists()


@pytest.mark.django_db
def test_a_tampered_token_and_one_of_an_account_that_is_gone_are_answered_alike(
    owner: Any, stranger: Any, strict: Client
) -> None:
    gone = path_for(owner)
    type(owner).objects.filter(pk=owner.pk).delete()
    answers = [strict.get(path) for path in (gone, f"/unsubscribe/{_other_member(stranger)}")]
    assert [answer.status_code for answer in answers] == [404, 404]
    first, second = (_without_ids(answer) for answer in answers)
    assert first == second


def _without_ids(answer: Any) -> str:
    text = answer.content.decode().replace(answer.headers["X-Request-ID"], "")
    return text.replace(answer.wsgi_request.path, "")


@pytest.mark.django_db
def test_a_cookie_of_somebody_else_changes_nothing_of_theirs(owner: Any, stranger: Any) -> None:
    client = Client()
    client.force_login(stranger)
    client.post(path_for(owner), ONE_CLICK)
    assert wants(stranger)
    assert not wants(owner)
    assert "stranger" not in client.get(path_for(owner)).content.decode()
