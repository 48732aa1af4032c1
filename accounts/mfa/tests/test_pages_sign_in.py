"""The second step on the sign-in page: by forms alone, for pages and the desk, never a way around."""

from __future__ import annotations

import json

import pytest

from accounts.auth.lockout import FREE_TRIES
from accounts.auth.models import Session
from accounts.auth.pages.second_step import COOKIE
from config.testing.cast import PASSWORD
from config.testing.second_step import six_digits, with_app, with_passkey
from config.testing.visiting import Page, Visitor

pytestmark = pytest.mark.django_db


def first_step(visitor, target="/u/owner", name="owner"):
    led = visitor.press(visitor.follow(f"/sign-in?next={target}"), username=name, password=PASSWORD)
    assert led.status == 303
    return led.answer


def second_step(visitor, code, page=None, **typed):
    page = page or visitor.follow("/sign-in/code?next=/u/owner")
    return visitor.press(page, code=code, **typed)


def is_signed_in(visitor):
    return "Sign out" in visitor.follow("/forgot-password").text


def test_the_password_leads_to_the_second_step_and_opens_nothing(owner):
    with_app(owner)
    visitor = Visitor()
    led = first_step(visitor)
    assert led["Location"] == "/sign-in/code?next=%2Fu%2Fowner"
    cookie = led.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/sign-in", True, "Lax")
    assert not is_signed_in(visitor)
    assert visitor.client.get("/admin/").status_code == 302
    assert Session.objects.filter(revoked_at__isnull=True).count() == 0


@pytest.mark.parametrize("way", ["app", "spaced", "recovery"])
def test_a_code_opens_the_page_that_was_wanted(owner, way):
    app, visitor = with_app(owner), Visitor()
    first_step(visitor)
    code = app.code()
    entered = second_step(visitor, {"app": code, "spaced": f" {code[:3]} {code[3:]} ", "recovery": app.codes[0]}[way])
    assert (entered.status, entered.answer["Location"]) == (303, "/u/owner")
    assert is_signed_in(visitor)
    assert entered.answer.cookies[COOKIE].value == ""


def test_staff_take_it_before_the_desk_opens(admin):
    app, visitor = with_app(admin), Visitor()
    first_step(visitor, target="/admin/", name="admin-a")
    entered = visitor.press(visitor.follow("/sign-in/code?next=/admin/"), code=app.code())
    assert entered.answer["Location"] == "/admin/"
    assert visitor.client.get("/admin/").status_code == 200


def test_a_wrong_code_is_told_and_five_of_them_lock_page_and_api_together(api, owner):
    app, visitor = with_app(owner), Visitor()
    first_step(visitor)
    for _ in range(FREE_TRIES):
        wrong = second_step(visitor, "nonsense")
        assert (wrong.status, "This code is not right" in wrong.text) == (401, True)
    locked = second_step(visitor, app.code())
    assert locked.status == 429
    assert int(locked.answer["Retry-After"]) > 0
    token = api.post("/auth/login", {"username": "owner", "password": PASSWORD}).json()["mfa_token"]
    body = {"mfa_token": token, "method": "totp", "code": app.code()}
    assert api.post("/auth/mfa/verify", body).status_code == 429


def test_without_a_sign_in_that_waits_the_page_leads_back_to_the_beginning(owner):
    visitor = Visitor()
    led = visitor.follow("/sign-in/code?next=/u/owner")
    assert (led.status, led.answer["Location"]) == (303, "/sign-in?next=%2Fu%2Fowner")
    visitor.client.cookies[COOKIE] = "x" * 500
    assert visitor.follow("/sign-in/code").status == 303


def test_it_never_leads_elsewhere(owner):
    app, visitor = with_app(owner), Visitor()
    first_step(visitor, target="//evil.test")
    page = visitor.follow("/sign-in/code?next=//evil.test")
    assert second_step(visitor, app.code(), page, next="https://evil.test").answer["Location"] == "/"


def test_a_code_by_mail_is_asked_for_without_script(api, owner, deliver, mailoutbox):
    me = api.as_(owner)
    me.post("/auth/mfa/email", {})
    deliver()
    me.post("/auth/mfa/email/confirm", {"code": six_digits(mailoutbox[-1])})
    visitor = Visitor()
    first_step(visitor)
    page = visitor.follow("/sign-in/code?next=/u/owner")
    sent = visitor.send("/sign-in/code/mail", page.fields)
    assert sent.answer["Location"] == "/sign-in/code?next=%2Fu%2Fowner&sent=1"
    assert "A code is on its way" in visitor.follow(sent.answer["Location"]).text
    deliver()
    code = six_digits(next(mail for mail in reversed(mailoutbox) if mail.subject == "Your code"))
    assert second_step(visitor, code).answer["Location"] == "/u/owner"


def test_a_form_from_elsewhere_passes_no_step(owner):
    app, visitor = with_app(owner), Visitor()
    first_step(visitor)
    page = visitor.follow("/sign-in/code")
    assert visitor.press(page, origin="https://evil.test", code=app.code()).status == 403
    assert not is_signed_in(visitor)


def test_a_passkey_answers_the_pages_own_challenge(owner):
    device, visitor = with_passkey(owner), Visitor()
    first_step(visitor)
    page = visitor.follow("/sign-in/code?next=/u/owner")
    answer = visitor.client.post("/sign-in/code/options", page.fields, headers={"Origin": "http://testserver"})
    signed = json.dumps(device.sign(answer.json()["options"]))
    assert second_step(visitor, "", page, passkey=signed).answer["Location"] == "/u/owner"


def test_a_passkey_alone_signs_in_and_what_is_none_is_told(owner):
    device, visitor = with_passkey(owner), Visitor()
    page = visitor.follow("/sign-in?next=/u/owner")
    assert visitor.send("/sign-in/passkey", page.fields | {"passkey": "{}"}).status == 401
    answer = visitor.client.post("/sign-in/passkey/options", page.fields, headers={"Origin": "http://testserver"})
    signed = json.dumps(device.sign(answer.json()["options"]))
    entered = visitor.send("/sign-in/passkey", page.fields | {"passkey": signed})
    assert entered.answer["Location"] == "/u/owner"
    assert is_signed_in(visitor)


def test_the_page_says_which_ways_there_are(owner):
    with_app(owner)
    visitor = Visitor()
    first_step(visitor)
    page: Page = visitor.follow("/sign-in/code")
    assert "Type the six digits from your app, or a recovery code." in page.text
    assert "Send me a code by mail" not in page.text
    assert page.answer["Cache-Control"] == "private, no-store"
