"""An app is set up, confirmed by its first code, and asked for from then on."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command

from accounts.auth.models import Session
from accounts.mfa.events import MfaChanged
from accounts.mfa.models import Enrolment
from config import secrets
from config.audit.models import AuditEntry
from config.testing.cast import PASSWORD
from config.testing.second_step import PROOF, App, ask_in, with_app

pytestmark = pytest.mark.django_db


def test_a_set_up_comes_in_the_three_forms_that_apps_take(api, owner):
    made = api.as_(owner).post("/auth/mfa/setup", {}).json()
    address = urlsplit(made["otpauth_url"])
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query) == {"secret": [made["secret"]], "issuer": ["Sigma Playground"]}
    assert made["qr_svg"].startswith("<svg ")
    assert "style=" not in made["qr_svg"]
    assert len(made["secret"]) == 32


def test_the_first_code_turns_it_on_and_ten_recovery_codes_come_along(api, owner):
    me = api.as_(owner)
    app = App(me.post("/auth/mfa/setup", {}).json()["secret"], [])
    confirmed = me.post("/auth/mfa/confirm", {"code": app.code()})
    assert confirmed.status_code == 200
    assert len(set(confirmed.json()["recovery_codes"])) == 10
    state = me.get("/auth/mfa").json()
    assert (state["is_on"], state["methods"], state["recovery_codes_left"]) == (True, ["totp", "recovery"], 10)
    asked = api.post("/auth/login", {"username": "owner", "password": PASSWORD}).json()
    assert set(asked) == {"mfa_required", "mfa_token", "methods"}
    assert asked["methods"] == ["totp", "recovery"]


def test_both_steps_open_a_session_like_any_other(api, owner):
    app = with_app(owner)
    body = {"mfa_token": ask_in(api, "OWNER@example.com"), "method": "totp", "code": app.code()}
    entered = api.post("/auth/mfa/verify", body)
    assert set(entered.json()) == {"user", "access", "refresh"}
    assert api.with_token(entered.json()["access"]).get("/auth/profile").json()["username"] == "owner"
    assert api.post("/auth/refresh", {"refresh": entered.json()["refresh"]}).status_code == 200


def test_only_the_session_that_set_it_up_goes_on_with_it(api, owner):
    here, there = api.as_(owner), api.as_(owner)
    app = App(here.post("/auth/mfa/setup", {}).json()["secret"], [])
    refused = there.post("/auth/mfa/confirm", {"code": app.code()})
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_confirm")
    assert here.post("/auth/mfa/confirm", {"code": app.code()}).status_code == 200


def test_other_sessions_end_and_the_present_one_stays(api, owner):
    here, there = api.as_(owner), api.as_(owner)
    app = App(here.post("/auth/mfa/setup", {}).json()["secret"], [])
    here.post("/auth/mfa/confirm", {"code": app.code()})
    assert here.get("/auth/profile").status_code == 200
    assert there.get("/auth/profile").status_code == 401
    assert set(Session.objects.filter(revoked_at__isnull=False).values_list("reason", flat=True)) == {"mfa_changed"}


def test_the_change_is_in_the_audit_and_told_by_mail(owner, deliver, mailoutbox, recorded):
    with_app(owner)
    deliver()
    assert [(event.change, event.method, event.left) for event in recorded(MfaChanged)] == [("added", "totp", 10)]
    assert AuditEntry.objects.get(action="mfa.added").target_id == str(owner.pk)
    (mail,) = mailoutbox
    assert mail.subject == "Your second step was changed"
    assert "an app with six digits" in mail.body


def test_the_secret_is_sealed_for_its_owner_alone_and_sealed_anew_on_demand(owner, settings):
    app = with_app(owner)
    row = Enrolment.objects.get()
    assert app.secret not in row.totp_secret
    assert secrets.unseal(row.totp_secret, purpose=f"accounts.mfa.totp:{owner.pk}") == app.secret
    with pytest.raises(secrets.CannotBeOpened):
        secrets.unseal(row.totp_secret, purpose="accounts.mfa.totp:somebody-else")
    old = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = [secrets.make_key(), *old]
    call_command("reseal_secrets", verbosity=0)
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    row.refresh_from_db()
    assert secrets.unseal(row.totp_secret, purpose=f"accounts.mfa.totp:{owner.pk}") == app.secret


def test_another_app_takes_the_place_of_the_first_once_it_is_confirmed(api, owner):
    first = with_app(owner)
    me = api.as_(owner)
    second = App(me.post("/auth/mfa/setup", PROOF).json()["secret"], [])
    codes = me.post("/auth/mfa/confirm", {"code": second.code()}).json()["recovery_codes"]
    assert set(codes).isdisjoint(first.codes)
    body = {"mfa_token": ask_in(api), "method": "totp"}
    assert api.post("/auth/mfa/verify", body | {"code": first.code()}).status_code == 401
    assert api.post("/auth/mfa/verify", body | {"code": second.code(1)}).status_code == 200
