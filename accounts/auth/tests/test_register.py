"""Registration."""

from __future__ import annotations

from accounts.auth.events import EmailVerificationRequested, UserRegistered
from accounts.auth.models import Session
from accounts.users.models import User
from accounts.users.queries import user_by_username
from config.testing.client import codes

ANA = {"username": "ana", "email": "ana@example.com", "password": "correct horse battery 7"}


def test_a_newcomer_gets_an_account_a_session_and_a_mail_to_prove_the_address(api, db, recorded):
    answer = api.post("/auth/register", {**ANA, "full_name": "Ana Lima"})
    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert body["user"]["username"] == "ana"
    assert body["user"]["full_name"] == "Ana Lima"
    assert body["user"]["role"] == "member"
    assert body["user"]["email_verified"] is False
    assert api.with_token(body["access"]).get("/auth/profile").json() == body["user"]
    user = user_by_username("ana")
    assert [event.user_id for event in recorded(UserRegistered)] == [user.pk]
    assert [event.user_id for event in recorded(EmailVerificationRequested)] == [user.pk]
    assert Session.objects.filter(user=user).count() == 1


def test_names_and_addresses_belong_to_one_account_whatever_their_case(api, db):
    assert api.post("/auth/register", ANA).status_code == 201
    again = api.post("/auth/register", {**ANA, "username": "ANA", "email": "Ana@EXAMPLE.com"})
    assert again.status_code == 400
    assert codes(again) == {"username": "taken", "email": "taken"}
    assert User.objects.count() == 1


def test_every_field_at_fault_is_named_at_once(api, db):
    answer = api.post("/auth/register", {"username": "Root", "email": "a@[127.0.0.1]", "password": "password12"})
    assert answer.status_code == 400
    assert codes(answer) == {"username": "reserved", "email": "invalid", "password": "password_too_common"}
    assert User.objects.count() == 0


def test_nobody_registers_with_a_role(api, db):
    for field, value in {"role": "admin", "is_staff": True, "email_verified": True, "status": "active"}.items():
        answer = api.post("/auth/register", {**ANA, field: value})
        assert answer.status_code == 400
        assert codes(answer) == {field: "unknown_field"}
    assert User.objects.count() == 0


def test_passwords_that_are_easy_to_guess_are_refused(api, db):
    weak = {
        "short 1": "password_too_short",
        "qwertyuiop": "password_too_common",
        "98127398127391": "password_entirely_numeric",
        "longusername": "password_too_similar",
        "longaddress": "password_too_similar",
        "x" * 257: "max_length",
    }
    for password, code in weak.items():
        body = {"username": "longusername", "email": "longaddress@example.com", "password": password}
        answer = api.post("/auth/register", body)
        assert answer.status_code == 400, password
        assert codes(answer)["password"] == code
    assert User.objects.count() == 0


def test_long_passwords_with_spaces_and_emoji_are_taken_verbatim(api, db):
    for number, password in enumerate(["x y" * 30, "  two spaces around  ", "🦊 fox and 🐝 bee, 12"]):
        name = f"person{number}"
        body = {"username": name, "email": f"{name}@example.com", "password": password}
        assert api.post("/auth/register", body).status_code == 201
        assert api.post("/auth/login", {"username": name, "password": password}).status_code == 200
        wrong = api.post("/auth/login", {"username": name, "password": password.strip() + " "})
        assert wrong.status_code == 401
