"""How long a page stays signed in: as long as the device session that it hangs on, and not a second longer."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session as CookieSession
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.auth import revocation, services
from accounts.auth.events import SessionRevoked
from accounts.auth.models import Revocation, Session
from accounts.auth.tests.clockwork import later
from accounts.auth.tests.test_pages_sign_in import is_signed_in, sign_in
from accounts.users import services as users
from config.roles import Role, Status
from config.testing.cast import PASSWORD
from config.testing.visiting import Visitor

NEW = "a staple of another colour"


@pytest.fixture
def visitor(owner):
    """The owner's browser, signed in."""
    made = Visitor()
    assert sign_in(made, "owner").status == 303
    return made


@pytest.fixture
def session(visitor):
    return Session.objects.get()


def press_sign_out(visitor):
    page = visitor.follow("/forgot-password")
    form = next(form for form in page.all("form") if form["action"] == "/sign-out")
    token = next(field["value"] for field in page.all("input") if field["name"] == "csrfmiddlewaretoken")
    return visitor.client.post(form["action"], {"csrfmiddlewaretoken": token}, headers={"Origin": "http://testserver"})


def test_signing_out_ends_both_the_cookie_and_the_device_session(visitor, session, recorded):
    left = press_sign_out(visitor)
    assert (left.status_code, left["Location"]) == (303, "/")
    assert not is_signed_in(visitor)
    session.refresh_from_db()
    assert session.reason == "signed_out"
    assert CookieSession.objects.count() == 0
    assert [event.session_id for event in recorded(SessionRevoked)] == [session.pk]


def test_nobody_is_signed_out_by_another_site_or_by_a_link(visitor, session):
    assert visitor.client.get("/sign-out").status_code == 405
    for headers in ({}, {"Origin": "https://evil.test"}):
        assert visitor.client.post("/sign-out", headers=headers).status_code == 403
    assert is_signed_in(visitor)


def test_signing_out_twice_is_no_error(db):
    assert Client().post("/sign-out").status_code == 303


ENDINGS = {
    "ended in the list of sessions": lambda owner, session: services.revoke_session(
        principal=owner, session_id=session.pk
    ),
    "signed out everywhere": lambda owner, session: services.sign_out_everywhere(principal=owner),
    "a new password by a link": lambda owner, session: services.reset_password(
        token=services.reset_token(owner.pk), new_password=NEW
    ),
    "suspended": lambda owner, session: users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None),
    "banned": lambda owner, session: users.set_status(user_id=owner.pk, status=Status.BANNED, actor=None),
    "deactivated": lambda owner, session: users.set_status(user_id=owner.pk, status=Status.DEACTIVATED, actor=None),
    "another role": lambda owner, session: users.set_role(user_id=owner.pk, role=Role.AGENT, actor=None),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("soon", [True, False])
def test_what_ends_the_device_session_ends_the_page(owner, visitor, session, ending, soon):
    """At once by what the process knows of revocations; later, when that is forgotten, by the row."""
    ENDINGS[ending](owner, session)
    if soon:
        assert not is_signed_in(visitor)
    else:
        with later(hours=2):
            Revocation.objects.all().delete()
            revocation.reset()
            assert not is_signed_in(visitor)
    assert CookieSession.objects.count() == 0


def test_a_new_password_ends_the_other_devices_pages(api, owner, visitor, session):
    changed = api.as_(owner).post("/auth/password/change", {"current_password": PASSWORD, "new_password": NEW})
    assert changed.status_code == 204
    assert not is_signed_in(visitor)


def test_opening_the_account_again_does_not_bring_the_page_back(owner, visitor):
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None)
    users.set_status(user_id=owner.pk, status=Status.ACTIVE, actor=None)
    assert not is_signed_in(visitor)


def test_ending_one_session_leaves_the_others_be(owner, visitor, session):
    other = Visitor()
    sign_in(other, "owner")
    services.revoke_session(principal=owner, session_id=session.pk)
    assert (is_signed_in(visitor), is_signed_in(other)) == (False, True)


def test_a_muted_member_stays_and_is_known_as_muted(owner, visitor):
    users.set_status(user_id=owner.pk, status=Status.MUTED, actor=None)
    assert is_signed_in(visitor)
    with later(minutes=16):
        assert is_signed_in(visitor)
    assert "muted" in str(CookieSession.objects.get().get_decoded())


def test_the_stay_slides_with_its_use_and_ends_without(visitor, session, settings):
    before = session.expires_at
    with later(days=5):
        assert is_signed_in(visitor)
        session.refresh_from_db()
        assert (session.expires_at - before).days == 5
        assert (CookieSession.objects.get().expire_date - before).days == 5
    with later(days=11):
        assert is_signed_in(visitor)
    with later(days=19):
        assert not is_signed_in(visitor)


def test_between_it_is_read_without_a_row_of_the_account(visitor):
    visitor.follow("/forgot-password")
    with CaptureQueriesContext(connection) as statements:
        assert is_signed_in(visitor)
    read = [query["sql"] for query in statements.captured_queries if "accounts_revocation" not in query["sql"]]
    assert len(read) == 1
    assert "django_session" in read[0]


def test_a_cookie_from_before_signing_in_opens_nothing(owner):
    """Session fixation: the key that a browser brought is not the key that it leaves with."""
    visitor = Visitor()
    for planted in ("x" * 32, "a planted one"):
        visitor.client.cookies["sessionid"] = planted
        sign_in(visitor, "owner")
        key = visitor.client.cookies["sessionid"].value
        assert key != planted
        thief = Client()
        thief.cookies["sessionid"] = planted
        assert b"Sign out" not in thief.get("/forgot-password").content
        sign_out = press_sign_out(visitor)
        assert sign_out.status_code == 303
        thief.cookies["sessionid"] = key
        assert b"Sign out" not in thief.get("/forgot-password").content


def test_signing_in_over_a_session_ends_the_one_before(owner, stranger, visitor, session):
    key = visitor.client.cookies["sessionid"].value
    page = Visitor().follow("/sign-in")
    entered = visitor.client.post(
        "/sign-in",
        page.fields | {"username": "stranger", "password": PASSWORD},
        headers={"Origin": "http://testserver"},
    )
    assert entered.status_code == 403  # the form of another browser
    visitor.client.handler.enforce_csrf_checks = False
    assert visitor.client.post("/sign-in", {"username": "stranger", "password": PASSWORD}).status_code == 303
    session.refresh_from_db()
    assert session.reason == "signed_out"
    assert visitor.client.cookies["sessionid"].value != key
    assert "stranger" in visitor.follow("/forgot-password").text


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(owner, settings):
    settings.SESSION_COOKIE_SECURE = True
    answer = Client().post("/sign-in", {"username": "owner", "password": PASSWORD})
    cookie = answer.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (True, "Lax", True, "/")
    assert cookie["max-age"] == int(settings.REFRESH_TOKEN_LIFETIME.total_seconds())


def test_whatever_signs_in_hangs_on_a_device_session(owner):
    client = Client()
    client.force_login(owner)
    session = Session.objects.get(user=owner)
    assert b"Sign out" in client.get("/forgot-password").content
    services.revoke_session(principal=owner, session_id=session.pk)
    assert b"Sign out" not in client.get("/forgot-password").content


@pytest.mark.parametrize("spoiled", [None, "x", {}])
def test_a_session_that_hangs_on_nothing_is_nobodys(visitor, spoiled):
    store = visitor.client.session
    store["device_session"] = spoiled
    store.save()
    assert not is_signed_in(visitor)
    assert CookieSession.objects.count() == 0


def test_with_revocations_out_of_sight_nobody_is_trusted(visitor, monkeypatch):
    """The page is refused with a 503 that can be tried again, not with somebody's name on it."""

    def away(*_args, **_options):
        raise DatabaseError("away")

    assert is_signed_in(visitor)
    revocation.reset()
    monkeypatch.setattr(type(Revocation.objects), "filter", away, raising=False)
    for _ in range(3):
        refused = visitor.follow("/forgot-password")
        assert refused.status == 503
        assert refused.answer["Retry-After"] == "2"
        assert "owner" not in refused.text


def test_the_admin_reads_its_row_and_ends_with_the_session(admin):
    visitor = Visitor()
    sign_in(visitor, "admin-a")
    assert visitor.client.get("/admin/").status_code == 200
    services.revoke_session(principal=admin, session_id=Session.objects.get().pk)
    assert visitor.client.get("/admin/").status_code == 302


def test_old_cookie_sessions_are_let_go(visitor):
    with later(days=8):
        assert services.prune()["page_sessions"] == 1
    assert CookieSession.objects.count() == 0
