"""Turning it off: by its owner with a proof, by staff within their rank, by operators with a command."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.mfa.models import Enrolment, MailedCode, Passkey, PendingSignIn, RecoveryCode
from config.audit.models import AuditEntry
from config.testing.cast import PASSWORD
from config.testing.second_step import PROOF, ask_in, with_app, with_passkey

pytestmark = pytest.mark.django_db


def nothing_is_left(person):
    models = (Enrolment, Passkey, RecoveryCode, MailedCode, PendingSignIn)
    return not any(model.objects.filter(user=person).exists() for model in models)


@pytest.mark.parametrize("proof", ["password", "totp", "recovery"])
def test_its_owner_turns_it_off_with_a_password_or_a_code(api, owner, proof):
    app = with_app(owner)
    with_passkey(owner)
    given = {"password": PROOF, "totp": {"code": app.code()}, "recovery": {"code": app.codes[0]}}[proof]
    here, there = api.as_(owner), api.as_(owner)
    assert here.post("/auth/mfa/disable", given).status_code == 204
    assert nothing_is_left(owner)
    assert here.get("/auth/mfa").json()["is_on"] is False
    assert there.get("/auth/mfa").status_code == 401
    assert "access" in api.post("/auth/login", {"username": "owner", "password": PASSWORD}).json()
    assert here.post("/auth/mfa/disable", PROOF).status_code == 409
    assert here.post("/auth/mfa/recovery-codes", PROOF).status_code == 409


def test_one_way_goes_and_the_others_stay(api, owner):
    with_app(owner)
    with_passkey(owner)
    me = api.as_(owner)
    assert me.post("/auth/mfa/disable", PROOF | {"method": "email"}).status_code == 409
    assert me.post("/auth/mfa/disable", PROOF | {"method": "totp"}).status_code == 204
    assert me.get("/auth/mfa").json()["methods"] == ["passkey", "recovery"]


def test_staff_turn_it_off_for_those_below_them(api, owner, manager, deliver, mailoutbox):
    with_app(owner)
    token, session = ask_in(api), api.as_(owner)
    why = {"reason": "Lost the phone"}
    assert api.as_(manager).post(f"/admin/users/{owner.pk}/mfa/disable", why).status_code == 204
    assert nothing_is_left(owner)
    assert session.get("/auth/profile").status_code == 401
    assert api.post("/auth/mfa/verify", {"mfa_token": token, "method": "totp", "code": "123456"}).status_code == 401
    entry = AuditEntry.objects.get(action="mfa.turned_off_by_staff")
    assert (entry.actor_id, entry.target_id, entry.reason) == (manager.pk, str(owner.pk), "Lost the phone")
    deliver()
    assert mailoutbox[-1].subject == "Your second step was turned off"
    assert "those who run this place" in mailoutbox[-1].body
    assert api.as_(manager).post(f"/admin/users/{owner.pk}/mfa/disable", why).status_code == 409


def test_nobody_does_so_for_their_own_role_or_a_higher_one(api, owner, moderator, manager, admin, person):
    from config.roles import Role

    other = person("manager-n", role=Role.MANAGER)
    for target in (other, admin, manager):
        with_app(target)
        assert api.as_(manager).post(f"/admin/users/{target.pk}/mfa/disable", {}).status_code == 403
    with_app(owner)
    for low in (owner, moderator):
        assert api.as_(low).post(f"/admin/users/{owner.pk}/mfa/disable", {}).status_code == 403
    assert Enrolment.objects.count() == 4


def test_the_command_does_the_same_for_operators(owner, capsys):
    with_app(owner)
    call_command("turn_off_mfa", "owner", "--reason", "lost")
    assert "owner: the second step is off." in capsys.readouterr().out
    assert nothing_is_left(owner)
    entry = AuditEntry.objects.get(action="mfa.turned_off_by_staff")
    assert (entry.actor_id, entry.reason) == (None, "lost")
    for name in ("owner", "nobody"):
        with pytest.raises(CommandError):
            call_command("turn_off_mfa", name)


def test_the_desk_shows_what_is_on_and_turns_it_off(desk, owner, manager, moderator):
    with_app(owner)
    with_passkey(owner)
    page = desk(manager).text(f"accounts/user/{owner.pk}/change/")
    assert "app with six digits" in page
    assert "My phone" in page
    assert "My phone" not in desk(moderator).text(f"accounts/user/{owner.pk}/change/")
    path = f"accounts/user/{owner.pk}/deed/turn_off_mfa/"
    assert desk(moderator).post(path, reason="x").status_code == 403
    assert not nothing_is_left(owner)
    assert desk(manager).post(path, reason="Lost").status_code == 302
    assert nothing_is_left(owner)
