"""Passkeys: added after a proof, as a second step, as sign-in alone, named, removed; and what no passkey may do."""

from __future__ import annotations

import json

import pytest

from accounts.auth.tests.clockwork import later
from accounts.mfa import services
from accounts.mfa.events import PasskeyCloned
from accounts.mfa.models import Ceremony, Passkey
from accounts.users import services as users
from config.roles import Status
from config.testing.authenticator import Authenticator
from config.testing.second_step import PROOF, ask_in, with_app, with_passkey

pytestmark = pytest.mark.django_db


def alone(api):
    return api.post("/auth/passkeys/sign-in/options").json()["options"]


def enter(api, signed):
    return api.post("/auth/passkeys/sign-in", {"passkey": signed})


def test_a_passkey_is_added_after_a_proof_and_turns_the_second_step_on(api, owner):
    me, device = api.as_(owner), Authenticator()
    options = me.post("/auth/passkeys/options", PROOF).json()["options"]
    assert options["rp"]["id"] == "localhost"
    added = me.post("/auth/passkeys", {"name": "My phone", "passkey": device.make(options)})
    assert added.status_code == 201
    assert len(added.json()["recovery_codes"]) == 10
    (listed,) = me.get("/auth/passkeys").json()["results"]
    assert {**listed, "recovery_codes": added.json()["recovery_codes"]} == added.json()
    assert me.get("/auth/mfa").json()["methods"] == ["passkey", "recovery"]


def test_it_passes_the_second_step(api, owner):
    device = with_passkey(owner)
    token = ask_in(api)
    options = api.post("/auth/mfa/challenge", {"method": "passkey", "mfa_token": token}).json()["options"]
    assert [each["id"] for each in options["allowCredentials"]] == [Passkey.objects.get().credential_id]
    body = {"mfa_token": token, "method": "passkey", "passkey": device.sign(options)}
    assert api.post("/auth/mfa/verify", body).status_code == 200
    row = Passkey.objects.get()
    assert (row.sign_count, row.last_used_at is not None) == (1, True)


def test_it_signs_in_alone(api, owner):
    device = with_passkey(owner)
    options = alone(api)
    assert (options["allowCredentials"], options["userVerification"]) == ([], "required")
    entered = enter(api, device.sign(options))
    assert entered.json()["user"]["username"] == "owner"


def test_it_proves_anew_who_somebody_is(api, owner):
    device = with_passkey(owner)
    me = api.as_(owner)
    options = me.post("/auth/mfa/challenge", {"method": "passkey"}).json()["options"]
    signed = device.sign(options)
    assert me.post("/auth/mfa/recovery-codes", {"passkey": signed}).status_code == 200
    assert me.post("/auth/mfa/disable", {"passkey": signed}).status_code == 403


def test_a_challenge_is_good_once_for_five_minutes_and_for_its_purpose(api, owner):
    device = with_passkey(owner)
    options = alone(api)
    signed = device.sign(options)
    assert enter(api, signed).status_code == 200
    assert enter(api, signed).status_code == 401
    late = device.sign(alone(api))
    with later(minutes=5, seconds=1):
        assert enter(api, late).status_code == 401
    me = api.as_(owner)
    other = device.sign(me.post("/auth/mfa/challenge", {"method": "passkey"}).json()["options"])
    assert enter(api, other).status_code == 401
    assert me.post("/auth/mfa/disable", {"passkey": device.sign(alone(api))}).status_code == 403


@pytest.mark.parametrize(
    "bent",
    [{"origin": "https://evil.test"}, {"origin": "http://localhost"}, {"cross_origin": True}, {"recognises": False}],
)
def test_what_a_browser_elsewhere_or_nobodys_finger_signed_opens_nothing(api, owner, bent):
    device = with_passkey(owner)
    for name, value in bent.items():
        setattr(device, name, value)
    assert enter(api, device.sign(alone(api))).status_code == 401


def test_as_a_second_step_after_the_password_a_passkey_need_not_recognise_its_holder(api, owner):
    device = with_passkey(owner)
    device.recognises = False
    token = ask_in(api)
    options = api.post("/auth/mfa/challenge", {"method": "passkey", "mfa_token": token}).json()["options"]
    body = {"mfa_token": token, "method": "passkey", "passkey": device.sign(options)}
    assert api.post("/auth/mfa/verify", body).status_code == 200


def test_the_passkey_of_another_opens_their_account_and_no_other(api, owner, stranger):
    with_passkey(owner)
    theirs = with_passkey(stranger)
    token = ask_in(api)
    options = api.post("/auth/mfa/challenge", {"method": "passkey", "mfa_token": token}).json()["options"]
    body = {"mfa_token": token, "method": "passkey", "passkey": theirs.sign(options)}
    assert api.post("/auth/mfa/verify", body).status_code == 401
    lying = theirs.sign(alone(api))
    lying["response"]["userHandle"] = ""
    assert enter(api, lying).status_code == 401


def test_a_count_that_goes_back_is_refused_and_told(api, owner, deliver, mailoutbox, recorded):
    device = with_passkey(owner)
    device.keys[0].count = 10
    assert enter(api, device.sign(alone(api))).status_code == 200
    device.keys[0].count = 4
    assert enter(api, device.sign(alone(api))).status_code == 401
    assert [event.user_id for event in recorded(PasskeyCloned)] == [owner.pk]
    deliver()
    assert mailoutbox[-1].subject == "A passkey was refused for your safety"
    assert "My phone" in mailoutbox[-1].body


def test_a_passkey_that_does_not_count_may_stay_at_nought(api, owner):
    device = with_passkey(owner, Authenticator(counts=False))
    assert [enter(api, device.sign(alone(api))).status_code for _ in range(2)] == [200, 200]


def test_a_passkey_is_added_by_the_session_that_gave_the_proof(api, owner, stranger):
    me, elsewhere = api.as_(owner), api.as_(owner)
    made = Authenticator().make(me.post("/auth/passkeys/options", PROOF).json()["options"])
    for other in (elsewhere, api.as_(stranger)):
        assert other.post("/auth/passkeys", {"name": "Mine", "passkey": made}).status_code == 400
    assert me.post("/auth/passkeys", {"name": "Mine", "passkey": made}).status_code == 201
    assert me.post("/auth/passkeys", {"name": "Mine", "passkey": made}).status_code == 400


def test_one_passkey_belongs_to_one_account(api, owner, stranger):
    device = with_passkey(owner)
    thief, copying = api.as_(stranger), Authenticator(keys=device.keys)
    options = thief.post("/auth/passkeys/options", PROOF).json()["options"]
    made = copying.make(options)
    Passkey.objects.update(credential_id=made["id"])
    assert thief.post("/auth/passkeys", {"name": "Mine", "passkey": made}).status_code == 400


HOSTILE = [
    {}, {"id": "x"}, {"id": 1, "response": {}}, {"response": None}, {"response": {"clientDataJSON": "e30"}},
    {"id": "x", "response": {"clientDataJSON": "!!!"}}, {"id": "ü", "response": {"clientDataJSON": "W10"}},
    {"id": "x", "response": {"clientDataJSON": {"a": 1}}}, {"response": {"clientDataJSON": "bnVsbA"}},
]  # fmt: skip


@pytest.mark.parametrize("answer", HOSTILE, ids=lambda answer: json.dumps(answer)[:40])
def test_what_is_no_answer_is_refused_by_every_door(api, owner, answer):
    with_passkey(owner)
    me = api.as_(owner)
    assert enter(api, answer).status_code == 401
    assert me.post("/auth/passkeys", {"name": "x", "passkey": answer}).status_code == 400
    assert me.post("/auth/mfa/disable", {"passkey": answer}).status_code == 403
    body = {"mfa_token": ask_in(api), "method": "passkey", "passkey": answer}
    assert api.post("/auth/mfa/verify", body).status_code in {400, 401}


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_a_signed_answer_bent_anywhere_is_refused(api, owner, part):
    device = with_passkey(owner)
    signed = device.sign(alone(api))
    for spoiled in ("", "AAAA", signed["response"][part][:-4], signed["response"][part][:-4] + "AAAA", "ü", 7, None):
        bent = {**signed, "response": {**signed["response"], part: spoiled}}
        assert enter(api, bent).status_code == 401, spoiled


def test_an_answer_that_is_too_long_or_no_object_is_a_400(api, owner):
    for answer in ({"x": "y" * 20_001}, [], "x", None, 1):
        assert enter(api, answer).status_code == 400


def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(api, owner, stranger):
    with_app(owner)
    with_passkey(owner)
    me, other = api.as_(owner), api.as_(stranger)
    path = f"/auth/passkeys/{Passkey.objects.get().pk}"
    assert other.patch(path, {"name": "Theirs"}).status_code == 404
    assert other.post(f"{path}/remove", PROOF).status_code == 404
    assert me.patch(path, {"name": "Old phone"}).json()["name"] == "Old phone"
    assert me.post(f"{path}/remove", {}).status_code == 403
    assert me.post(f"{path}/remove", PROOF).status_code == 204
    assert me.get("/auth/mfa").json()["methods"] == ["totp", "recovery"]


def test_with_the_last_factor_the_second_step_is_off(api, owner, deliver, mailoutbox):
    with_passkey(owner)
    me = api.as_(owner)
    me.post(f"/auth/passkeys/{Passkey.objects.get().pk}/remove", PROOF)
    assert me.get("/auth/mfa").json()["is_on"] is False
    assert Ceremony.objects.count() == 0
    assert "access" in api.post("/auth/login", {"username": "owner", "password": PROOF["current_password"]}).json()
    deliver()
    assert "Your second step was turned off" in [mail.subject for mail in mailoutbox]


def test_an_account_has_a_bounded_number_of_passkeys(api, owner, monkeypatch):
    monkeypatch.setattr(services.passkeys, "MOST_PASSKEYS", 1)
    with_passkey(owner)
    assert api.as_(owner).post("/auth/passkeys/options", PROOF).status_code == 409


def test_a_closed_account_is_told_why_and_a_deactivated_one_comes_back(api, owner):
    device = with_passkey(owner)
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None, reason="spam")
    refused = enter(api, device.sign(alone(api)))
    assert (refused.status_code, refused.json()["code"]) == (403, "suspended")
    users.set_status(user_id=owner.pk, status=Status.ACTIVE, actor=None)
    users.set_status(user_id=owner.pk, status=Status.DEACTIVATED, actor=None)
    assert enter(api, device.sign(alone(api))).status_code == 200
