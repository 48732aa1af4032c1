"""Group D, the second step as it is kept: turned on and off by the right hands, its secrets never shown again."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from accounts.auth.models import SignInFailures
from accounts.auth.tests.clockwork import later
from accounts.mfa.models import Enrolment, RecoveryCode
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.testing.crowd import at_once
from config.testing.second_step import PROOF, App, ask_in, six_digits, verify, with_app, with_passkey, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-d")]


# D05


def test_d05_nothing_is_on_before_a_first_code_was_right(api: Any, owner: Any) -> None:
    me = api.as_(owner)
    assert me.post("/auth/mfa/confirm", {"code": "123456"}).status_code == 409
    made = me.post("/auth/mfa/setup", {}).json()
    assert me.post("/auth/mfa/confirm", {}).status_code == 400
    for code in ("", "000000", "12345", made["secret"]):
        refused = me.post("/auth/mfa/confirm", {"code": code})
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["field"] == "code"
    assert me.get("/auth/mfa").json()["is_on"] is False
    assert "access" in api.post("/auth/login", {"username": "owner", "password": PASSWORD}).json()
    with later(minutes=31):
        assert api.as_(owner).post("/auth/mfa/confirm", {"code": App(made["secret"], []).code()}).status_code == 409


def test_d05_setting_up_anew_asks_who_one_is_and_leaves_the_old_app_until_it_is_confirmed(api: Any, owner: Any) -> None:
    app = with_app(owner)
    me = api.as_(owner)
    for body in ({}, {"current_password": "not the password"}, {"code": wrong(app)}):
        assert me.post("/auth/mfa/setup", body).status_code == 403
    assert me.post("/auth/mfa/email", {}).status_code == 403
    made = me.post("/auth/mfa/setup", PROOF)
    assert made.status_code == 200
    assert verify(ask_in(api), app.code()).status_code == 200


def test_d05_the_secret_cannot_be_read_again(api: Any, owner: Any, admin: Any, desk: Any) -> None:
    app = with_app(owner)
    me, boss = api.as_(owner), api.as_(admin)
    answers = [me.get("/auth/mfa"), me.get("/auth/profile"), me.get("/users/profile"), me.get("/auth/passkeys")]
    answers += [boss.get(f"/admin/users/{owner.pk}"), desk(admin).get(f"accounts/enrolment/{owner.pk}/change/")]
    answers += [desk(admin).get(f"accounts/user/{owner.pk}/change/"), desk(admin).get("accounts/recoverycode/")]
    row = Enrolment.objects.get()
    for answer in answers:
        assert answer.status_code == 200
        text = answer.content.decode()
        assert app.secret not in text
        assert row.totp_secret not in text
        assert not any(code in text for code in app.codes)


def test_d05_no_table_and_no_log_holds_a_secret_or_a_code_in_clear(
    api: Any, owner: Any, deliver: Any, mailoutbox: Any, caplog: Any
) -> None:
    caplog.set_level("DEBUG")
    app = with_app(owner)
    me = api.as_(owner)
    pending_set_up = me.post("/auth/mfa/setup", PROOF).json()["secret"]
    me.post("/auth/mfa/email", PROOF)
    deliver()
    mailed = six_digits(mailoutbox[-1])
    token = ask_in(api)
    used, code = app.codes[0], app.code()
    assert verify(token, used, "recovery").status_code == 200
    verify(ask_in(api), code)
    secrets = [app.secret, pending_set_up, token, *app.codes, *(c.replace("-", "") for c in app.codes)]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = str(cursor.fetchall())
            found = [secret for secret in secrets if secret in rows]
            assert found == [], table
            # Six digits may stand in any number; as a value of their own they stand nowhere.
            assert f"'{mailed}'" not in rows, table
            assert f"'{code}'" not in rows, table
    assert [secret for secret in secrets if secret in caplog.text] == []
    assert f" {mailed} " not in caplog.text


# D06


@pytest.mark.parametrize("body", [{}, {"current_password": "not the password"}, {"code": "123456"}, {"code": "x" * 64}])
def test_d06_a_stolen_access_token_alone_turns_nothing_off(api: Any, owner: Any, body: dict[str, str]) -> None:
    device = with_passkey(owner)
    with_app(owner)
    thief = api.as_(owner)
    passkey = thief.get("/auth/passkeys").json()["results"][0]["id"]
    assert device.keys
    for path in (
        "/auth/mfa/disable",
        "/auth/mfa/recovery-codes",
        f"/auth/passkeys/{passkey}/remove",
        "/auth/passkeys/options",
    ):
        SignInFailures.objects.all().delete()
        assert thief.post(path, body).status_code == 403, path
    state = thief.get("/auth/mfa").json()
    assert (state["methods"], state["recovery_codes_left"]) == (["totp", "passkey", "recovery"], 10)


def test_d06_a_proof_of_another_is_none(api: Any, owner: Any, stranger: Any) -> None:
    with_app(owner)
    theirs = with_app(stranger)
    thief = api.as_(owner)
    for code in (theirs.code(), theirs.codes[0]):
        assert thief.post("/auth/mfa/disable", {"code": code}).status_code == 403
    device = with_passkey(stranger)
    options = thief.post("/auth/mfa/challenge", {"method": "passkey"})
    assert options.status_code == 409  # the owner has none
    with_passkey(owner)
    options = api.as_(owner).post("/auth/mfa/challenge", {"method": "passkey"}).json()["options"]
    assert api.as_(owner).post("/auth/mfa/disable", {"passkey": device.sign(options)}).status_code == 403


# D07


def test_d07_a_recovery_code_is_good_once_however_it_is_written(api: Any, owner: Any) -> None:
    app = with_app(owner)
    code = app.codes[0]
    assert verify(ask_in(api), f" {code.upper().replace('-', ' ')} ", "recovery").status_code == 200
    for written in (code, code.upper(), code.replace("-", "")):
        refused = verify(ask_in(api), written, "recovery")
        assert (refused.status_code, refused.json()["code"]) == (401, "invalid_code")
    assert api.as_(owner).get("/auth/mfa").json()["recovery_codes_left"] == 9


def test_d07_new_codes_make_the_old_ones_dead(api: Any, owner: Any) -> None:
    app = with_app(owner)
    me = api.as_(owner)
    fresh = me.post("/auth/mfa/recovery-codes", {"code": app.codes[0]}).json()["recovery_codes"]
    assert len(set(fresh)) == 10
    for code in app.codes[:4]:
        assert verify(ask_in(api), code, "recovery").status_code == 401
    assert verify(ask_in(api), fresh[0], "recovery").status_code == 200


def test_d07_codes_lie_as_digests_alone(owner: Any) -> None:
    app = with_app(owner)
    digests = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(digests) == 10
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in digests)
    assert not digests & set(app.codes)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_d07_of_twenty_uses_of_one_code_at_once_one_wins(owner: Any) -> None:
    app = with_app(owner)
    for code in app.codes[:3]:
        SignInFailures.objects.all().delete()
        tokens = [ask_in(Api()) for _ in range(20)]
        statuses = Counter(at_once(lambda n: verify(tokens[n], code, "recovery").status_code, 20))  # noqa: B023
        assert statuses[200] == 1
        assert set(statuses) <= {200, 401, 429}
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 3
