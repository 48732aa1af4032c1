"""The one sign-in page: the API's rules behind a form, and never a way to elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.auth import lockout, services
from accounts.auth.events import SignedInFromNewDevice
from accounts.auth.lockout import FREE_TRIES
from accounts.auth.models import Session, SignInFailures
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config import clock
from config.roles import Status
from config.testing.cast import PASSWORD
from config.testing.visiting import Visitor

WRONG = "The name or the password is wrong."
HOSTILE = [
    "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "https:evil.test", "https://evil.test",
    "http:///evil.test", "javascript:alert(1)", "/\r\nSet-Cookie:x=1", "/\n/evil.test", "/\t/evil.test", " //evil.test",
    "evil.test", "/" + "x" * 2_000, "//[::1",
]  # fmt: skip


@pytest.fixture
def visitor():
    return Visitor()


def sign_in(visitor, name, password=PASSWORD, page="/sign-in", **typed):
    return visitor.press(visitor.follow(page), username=name, password=password, **typed)


def is_signed_in(visitor):
    return "Sign out" in visitor.follow("/forgot-password").text


@pytest.mark.parametrize("name", ["owner", "Owner", "OWNER@example.com"])
def test_a_member_signs_in_with_a_name_or_an_address(visitor, owner, name):
    entered = sign_in(visitor, name)
    assert (entered.status, entered.answer["Location"]) == (303, "/")
    assert is_signed_in(visitor)


def test_the_stay_is_a_device_session_like_any_other(visitor, api, owner):
    visitor.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    sign_in(visitor, "owner")
    (session,) = Session.objects.all()
    member = api.as_(owner)
    listed = {row["id"]: row["device"] for row in member.get("/auth/sessions").json()["results"]}
    assert listed[str(session.pk)] == "Firefox on Linux"
    assert session.expires_at - clock.now() > timedelta(days=6)
    assert session.refresh_tokens.count() == 0


def test_a_wrong_name_and_a_wrong_password_are_told_alike_and_no_password_comes_back(visitor, owner):
    for name, password in (("owner", "not the password"), ("nobody", PASSWORD), ("own\x7fer", PASSWORD)):
        refused = sign_in(visitor, name, password)
        assert (refused.status, WRONG in refused.text) == (401, True)
        assert refused.fields["password"] == ""
        assert refused.fields["username"] == name
        assert password not in refused.answer.content.decode()
    assert Session.objects.count() == 0


def test_an_account_that_nobody_has_claimed_cannot_be_entered(visitor, person):
    nobodys = person("unclaimed")
    type(nobodys).objects.filter(pk=nobodys.pk).update(password="!", is_claimed=False)
    assert sign_in(visitor, "unclaimed", "!").status == 401


@pytest.mark.parametrize(
    "typed", [{"username": ""}, {"password": ""}, {"username": "x" * 300}, {"password": "x" * 300}]
)
def test_what_can_be_no_credential_is_shown_at_its_field(visitor, owner, typed):
    refused = visitor.press(visitor.follow("/sign-in"), **{"username": "owner", "password": PASSWORD, **typed})
    assert refused.status == 400
    (name,) = typed
    (field,) = [field for field in refused.all("input") if field["name"] == name]
    assert field["aria-invalid"] == "true"
    assert SignInFailures.objects.count() == 0


def test_failures_lock_the_page_and_the_api_together(visitor, api, owner):
    for _ in range(FREE_TRIES):
        assert sign_in(visitor, "owner", "not the password").status == 401
    assert SignInFailures.objects.get().failures == FREE_TRIES
    locked = sign_in(visitor, "owner")
    assert locked.status == 429
    assert 0 < int(locked.answer["Retry-After"]) <= 30
    assert api.post("/auth/login", {"username": "owner", "password": PASSWORD}).status_code == 429
    with later(seconds=31):
        assert sign_in(visitor, "owner").status == 303
    assert SignInFailures.objects.count() == 0


@pytest.mark.parametrize("door", ["page", "api"])
def test_the_limit_of_an_account_is_one_for_both_doors(visitor, api, owner, settings, monkeypatch, door):
    settings.THROTTLES = True
    monkeypatch.setattr(lockout, "FREE_TRIES", 100)
    body = {"username": "owner", "password": "not the password"}
    doors = {
        "page": lambda: sign_in(visitor, "owner", "not the password").status,
        "api": lambda: api.post("/auth/login", body).status_code,
    }
    for _ in range(5):
        assert doors[door]() == 401
    assert {name: ask() for name, ask in doors.items()} == {"page": 429, "api": 429}


def test_the_limit_of_an_address_is_one_for_both_doors(visitor, api, db, settings):
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"sign-in-address": "4/minute"}
    assert [sign_in(visitor, f"name-{n}").status for n in range(2)] == [401] * 2
    tries = [api.post("/auth/login", {"username": f"other-{n}", "password": "x"}).status_code for n in range(3)]
    assert tries == [401, 401, 429]
    refused = sign_in(visitor, "name-9")
    assert (refused.status, "Too many requests" in refused.text) == (429, True)
    assert int(refused.answer["Retry-After"]) > 0


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED])
def test_only_the_right_password_is_told_why_the_account_is_closed(visitor, owner, status):
    until = clock.now() + timedelta(days=3) if status == Status.SUSPENDED else None
    users.set_status(user_id=owner.pk, status=status, actor=None, reason="Sold <b>spam</b>", until=until)
    assert "spam" not in sign_in(visitor, "owner", "not the password").text
    told = sign_in(visitor, "owner")
    assert told.status == 403
    assert "Sold <b>spam</b>" in told.text
    assert told.all("b") == []
    assert (until.strftime("%Y") if until else "no end is set") in told.text
    assert Session.objects.count() == 0
    assert authenticate(username="owner", password=PASSWORD) is None


def test_signing_in_brings_a_deactivated_account_back(visitor, owner):
    users.set_status(user_id=owner.pk, status=Status.DEACTIVATED, actor=None)
    assert sign_in(visitor, "owner").status == 303
    owner.refresh_from_db()
    assert owner.status == Status.ACTIVE


def test_a_device_not_seen_before_is_told_to_its_owner(visitor, owner, recorded):
    sign_in(visitor, "owner")
    assert recorded(SignedInFromNewDevice) == []
    sign_in(Visitor(), "owner")
    assert recorded(SignedInFromNewDevice) == []
    other = Visitor()
    other.headers["User-Agent"] = "Another/1.0"
    sign_in(other, "owner")
    assert [event.user_id for event in recorded(SignedInFromNewDevice)] == [owner.pk]


def test_a_password_that_is_hashed_anew_does_not_cost_the_stay(visitor, admin, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert sign_in(visitor, "admin-a").status == 303
    assert visitor.client.get("/admin/").status_code == 200


@pytest.mark.parametrize("target", ["/w/1?tab=2&x=%0d%0a", "/u/ana", "/admin/accounts/user/?q=a+b"])
def test_it_leads_back_to_a_path_of_this_installation(visitor, owner, target):
    page = Visitor().client.get("/sign-in", {"next": target})
    assert page.status_code == 200
    entered = sign_in(visitor, "owner", next=target)
    assert entered.answer["Location"] == target
    assert visitor.client.get("/sign-in", {"next": target})["Location"] == target


@pytest.mark.parametrize("target", HOSTILE)
def test_it_never_leads_elsewhere(visitor, owner, target):
    entered = sign_in(visitor, "owner", next=target)
    assert (entered.status, entered.answer["Location"]) == (303, "/")
    assert visitor.client.get("/sign-in", {"next": target})["Location"] == "/"
    shown = Visitor().client.get("/sign-in", {"next": target})
    assert b"evil" not in shown.content.replace(b"next=%2F%2Fevil", b"").partition(b"<footer")[0]


def test_a_form_from_elsewhere_does_not_sign_anybody_in(visitor, owner):
    typed = {"username": "owner", "password": PASSWORD}
    assert Client(enforce_csrf_checks=True).post("/sign-in", typed).status_code == 403
    page = visitor.follow("/sign-in")
    for origin in ("https://evil.test", "null"):
        refused = visitor.press(page, origin=origin, **typed)
        assert (refused.status, "did not come from a page of ours" in refused.text) == (403, True)
    assert Session.objects.count() == 0


def test_the_page_is_kept_nowhere_and_reads_nothing(visitor, owner, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = visitor.follow("/sign-in")
    assert page.answer["Cache-Control"] == "private, no-store"
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in page.answer["Vary"].split(",")}


def test_it_costs_a_stranger_as_many_statements_as_a_member(visitor, owner):
    page = visitor.follow("/sign-in")
    visitor.press(page, username="warm", password="x")
    counts = []
    for name in ("owner", "nobody"):
        with CaptureQueriesContext(connection) as statements:
            visitor.press(page, username=name, password="not the password")
        counts.append([query["sql"].split()[0] for query in statements.captured_queries])
    assert counts[0] == counts[1]


def test_the_page_speaks_german(owner):
    visitor = Visitor("de")
    page = visitor.follow("/sign-in")
    assert page.all("html") == [{"lang": "de"}]
    assert "Der Name oder das Passwort ist falsch." in visitor.press(page, username="x", password="y").text


@pytest.mark.parametrize("credentials", [{}, {"username": "owner"}, {"username": "own\0er", "password": "x"}])
def test_half_a_credential_is_none(db, credentials):
    assert authenticate(**credentials) is None


def test_the_lookup_by_the_backend_is_that_of_the_api(owner):
    assert authenticate(username="OWNER", password=PASSWORD).pk == owner.pk
    assert services.candidate("owner").user.pk == owner.pk
