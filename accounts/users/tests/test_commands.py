"""The operators' commands."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.auth import services as auth
from config.audit.models import AuditEntry


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_set_role_does_what_the_administration_does(api, owner):
    access = auth.open_session(user=owner).access
    assert run("set_role", "OWNER", "manager", "--reason", "first manager") == "owner: member -> manager\n"
    assert api.with_token(access).get("/admin/users").status_code == 200
    entry = AuditEntry.objects.get(action="user.role_changed")
    assert (entry.actor_id, entry.reason) == (None, "first manager")


def test_set_status_stops_tokens_that_are_out(api, owner):
    access = auth.open_session(user=owner).access
    assert run("set_status", "owner", "suspended", "--until", "2199-01-01T00:00:00") == "owner: active -> suspended\n"
    assert api.with_token(access).get("/auth/profile").status_code == 401


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("set_role", "nobody", "admin"), "no account"),
        (("set_role", "owner", "root"), "invalid choice"),
        (("set_role", "admin-a", "member"), "last active admin"),
        (("set_status", "nobody", "banned"), "no account"),
        (("set_status", "admin-a", "banned"), "last active admin"),
        (("set_status", "owner", "suspended", "--until", "soon"), "--until must be"),
        (("set_status", "owner", "suspended", "--until", "2001-01-01T00:00:00Z"), "future"),
        (("set_status", "owner", "banned", "--until", "2199-01-01T00:00:00Z"), "end by themselves"),
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence(owner, admin, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)
    owner.refresh_from_db()
    assert (owner.role, owner.status) == ("member", "active")


def test_createsuperuser_makes_an_administrator_who_can_sign_in(api, db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a lantern on the quay 7")
    said = run("createsuperuser", "--noinput", "--username", "First", "--email", "first@example.com")
    assert said == "first is an administrator and can sign in at /sign-in.\n"
    answer = api.post("/auth/login", {"username": "first", "password": "a lantern on the quay 7"})
    assert (answer.status_code, answer.json()["user"]["role"]) == (200, "admin")
    assert answer.json()["user"]["email_verified"] is True
    entry = AuditEntry.objects.get(action="user.created")
    assert (entry.actor_id, entry.after["role"]) == (None, "admin")


def test_createsuperuser_keeps_the_rules_of_registration(owner, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "short")
    with pytest.raises(CommandError, match=r"(?s)username: .*email: .*password: "):
        run("createsuperuser", "--noinput", "--username", "admin", "--email", "nowhere")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a lantern on the quay 7")
    with pytest.raises(CommandError, match="username: This username is taken"):
        run("createsuperuser", "--noinput", "--username", "owner", "--email", "other@example.com")


def test_changepassword_ends_every_session_and_stands_in_the_audit(api, owner, monkeypatch):
    access = auth.open_session(user=owner).access
    monkeypatch.setenv("NEW_PASSWORD", "a lantern on the quay 7")
    assert "has a new password" in run("changepassword", "owner", "--noinput")
    assert api.with_token(access).get("/auth/profile").status_code == 401
    assert api.post("/auth/login", {"username": "owner", "password": "a lantern on the quay 7"}).status_code == 200
    assert AuditEntry.objects.filter(action="user.password_replaced", target_id=str(owner.pk)).count() == 1


def test_changepassword_refuses_a_weak_password_and_changes_nothing(owner, monkeypatch):
    before = owner.password
    monkeypatch.setenv("NEW_PASSWORD", "owner")
    with pytest.raises(CommandError):
        run("changepassword", "owner", "--noinput")
    owner.refresh_from_db()
    assert owner.password == before


def test_two_passwords_that_differ_change_nothing(owner, monkeypatch):
    typed = iter(["a lantern on the quay 7", "a lantern on the quay 8"])
    monkeypatch.setattr("accounts.management.commands.createsuperuser.getpass", lambda _prompt: next(typed))
    with pytest.raises(CommandError, match="not the same"):
        run("changepassword", "owner")
