"""The page of one's security, by forms alone."""

from __future__ import annotations

import re

import pytest

from accounts.auth import services as auth
from accounts.auth.models import Session
from accounts.mfa import queries
from accounts.mfa.models import Passkey
from config.testing.cast import PASSWORD
from config.testing.second_step import App, six_digits, with_app, with_passkey
from config.testing.visiting import Visitor

pytestmark = pytest.mark.django_db

TYPED = {"current_password": PASSWORD}


@pytest.fixture
def me(owner):
    return Visitor().as_(owner)


def test_visitors_sign_in_first(db):
    for path in ("", "/app", "/codes", "/off", "/password", "/passkeys/new"):
        led = Visitor().follow(f"/settings/security{path}")
        assert (led.status, led.answer["Location"].startswith("/sign-in?next=%2Fsettings")) == (303, True)


def test_an_app_is_set_up_and_its_codes_are_shown_once(me, owner):
    page = me.press(me.follow("/settings/security/app"))
    assert page.status == 200
    secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page.answer.content.decode())[1].replace(" ", "")
    app = App(secret, [])
    wrong = me.press(page, code="000")
    assert (wrong.status, "This code is not right" in wrong.text) == (400, True)
    assert secret[:4] in wrong.text
    shown = me.press(wrong, code=app.code())
    codes = re.findall(r"<code>([0-9a-z]{6}(?:-[0-9a-z]{6}){3})</code>", shown.answer.content.decode())
    assert len(codes) == 10
    assert shown.answer["Cache-Control"] == "no-store"
    overview = me.follow("/settings/security")
    assert "10 of ten are left." in overview.text
    assert not any(code in overview.answer.content.decode() for code in codes)
    assert secret not in overview.answer.content.decode()


def test_a_proof_is_asked_for_where_something_is_on(me, owner):
    app = with_app(owner)
    me.as_(owner)
    page = me.follow("/settings/security/codes")
    assert me.press(page).status == 403
    assert "That is not your present password." in me.press(page, current_password="not the password").text
    assert "This code is not right" in me.press(page, code="000000").text
    shown = me.press(page, code=app.codes[0])
    assert (shown.status, "They are shown this once." in shown.text) == (200, True)


def test_it_is_turned_off_with_a_password(me, owner):
    with_app(owner)
    with_passkey(owner)
    me.as_(owner)
    assert me.press(me.follow("/settings/security/app/off"), **TYPED).status == 303
    assert queries.factors_of(owner.pk).methods == ("passkey", "recovery")
    assert me.press(me.follow("/settings/security/off"), **TYPED).status == 303
    assert not queries.is_on(owner.pk)
    assert "Off: your password alone" in me.follow("/settings/security").text


def test_codes_by_mail_are_set_up_and_prove_anew(me, owner, deliver, mailoutbox):
    page = me.press(me.follow("/settings/security/mail"))
    deliver()
    assert me.press(page, code="000000").status == 400
    shown = me.press(page, code=six_digits(mailoutbox[-1]))
    assert "Your recovery codes" in shown.text
    form = me.follow("/settings/security/off")
    sent = me.send("/settings/security/proof/mail", form.fields)
    assert sent.answer["Location"] == "/settings/security/off?sent=1"
    deliver()
    assert me.press(me.follow("/settings/security/off"), code=six_digits(mailoutbox[-1])).status == 303
    assert not queries.is_on(owner.pk)


def test_a_passkey_is_named_and_removed(me, owner, stranger):
    with_passkey(owner, name="<b>Phone</b>")
    me.as_(owner)
    path = f"/settings/security/passkeys/{Passkey.objects.get().pk}"
    assert "<b>Phone</b>" in me.follow(path).text
    assert Visitor().as_(stranger).follow(path).status == 404
    assert me.press_at(path, f"{path}/name", name="Old phone").status == 303
    assert Passkey.objects.get().name == "Old phone"
    assert me.press_at(path, path).status == 403
    assert me.press_at(path, path, **TYPED).status == 303
    assert not Passkey.objects.exists()


def test_sessions_are_ended_one_by_one_and_all_others_at_once(me, owner, stranger):
    others = [auth.open_session(user=owner).session_id for _ in range(3)]
    theirs = auth.open_session(user=stranger).session_id
    assert me.press_at("/settings/security", f"/settings/security/sessions/{others[0]}/end").status == 303
    assert Session.objects.get(pk=others[0]).revoked_at is not None
    page = me.follow("/settings/security")
    assert me.send(f"/settings/security/sessions/{theirs}/end", page.fields).status == 404
    assert me.press_at("/settings/security", "/settings/security/sessions/end-others").status == 303
    assert set(Session.objects.filter(revoked_at__isnull=True).values_list("user_id", flat=True)) == {
        owner.pk,
        stranger.pk,
    }
    assert me.follow("/settings/security").status == 200


def test_a_new_password_leaves_this_browser_signed_in_and_no_other(me, admin):
    here, there = Visitor().as_(admin), Visitor().as_(admin)
    typed = {"current_password": PASSWORD, "new_password": "a staple of another colour"}
    page = here.follow("/settings/security/password")
    assert here.press(page, **typed, repeated="something else").status == 400
    assert here.press(page, **typed | {"current_password": "x"}, repeated=typed["new_password"]).status == 403
    assert here.press(page, **typed, repeated=typed["new_password"]).status == 200
    assert here.client.get("/admin/").status_code == 200
    assert there.client.get("/admin/").status_code == 302


def test_muted_members_look_after_their_account(muted):
    visitor = Visitor().as_(muted)
    assert visitor.press(visitor.follow("/settings/security/app")).status == 200


def test_forms_from_elsewhere_change_nothing(me, owner):
    page = me.follow("/settings/security/app")
    assert me.press(page, origin="https://evil.test").status == 403
