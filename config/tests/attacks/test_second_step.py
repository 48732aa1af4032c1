"""Group D, the second step at the door: guessing, codes used twice or by the wrong hands, tokens that open too much."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate

from accounts.auth import services as auth
from accounts.auth.errors import InvalidCredentials
from accounts.auth.lockout import FREE_TRIES
from accounts.auth.models import Session, SignInFailures
from accounts.auth.tests.clockwork import later
from accounts.mfa.events import SecondStepFailed
from accounts.mfa.models import Enrolment, PendingSignIn, RecoveryCode
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.testing.crowd import at_once
from config.testing.second_step import App, ask_in, verify, with_app, wrong
from config.tests.routes.resolver import routes

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-d")]

NEW = "a staple of another colour"
# The first second of a step of TOTP, in the year 2030.
STEP_BEGINS = 63_115_200 * 30


# D01


def test_d01_the_sixth_wrong_code_waits_whatever_token_or_way_it_comes_by(api: Any, owner: Any, recorded: Any) -> None:
    app = with_app(owner)
    tokens = [ask_in(api) for _ in range(3)]
    ways = [("totp", wrong(app)), ("recovery", "0" * 24), ("totp", wrong(app)), ("recovery", "x"), ("totp", "1")]
    tries = [verify(tokens[n % 3], code, way).status_code for n, (way, code) in enumerate(ways)]
    assert tries == [401] * FREE_TRIES
    for token in (*tokens, ask_in(api)):
        for way, code in (("totp", app.code()), ("recovery", app.codes[0])):
            refused = verify(token, code, way)
            assert (refused.status_code, refused.json()["code"]) == (429, "second_step_locked")
            assert 0 < int(refused["Retry-After"]) <= 900
    assert len(recorded(SecondStepFailed)) == 1
    with later(seconds=31):
        assert verify(tokens[0], app.code()).status_code == 200
    assert not SignInFailures.objects.exists()


def test_d01_a_name_typed_at_the_door_cannot_lock_the_second_step(api: Any, owner: Any) -> None:
    app = with_app(owner)
    for name in (f"door:{owner.pk}", f"fresh:{owner.pk}", f"mfa:{owner.pk}", str(owner.pk)):
        for _ in range(FREE_TRIES + 1):
            api.post("/auth/login", {"username": name, "password": "x"})
    assert verify(ask_in(api), app.code()).status_code == 200


def test_d01_guessing_a_fresh_proof_is_counted_even_with_a_key_of_idempotency(api: Any, owner: Any) -> None:
    app = with_app(owner)
    thief = api.as_(owner)
    body = {"name": "Mine", "scopes": ["profile:read"], "code": wrong(app)}
    tries = [thief.post("/auth/api-keys", body, Idempotency_Key=f"key-{n}").status_code for n in range(FREE_TRIES)]
    assert tries == [403] * FREE_TRIES
    assert thief.post("/auth/api-keys", body, Idempotency_Key="another").status_code == 429
    assert thief.post("/auth/mfa/disable", {"code": app.codes[0]}).status_code == 429
    # The owner's own door is not locked by what is guessed inside of a session.
    assert verify(ask_in(api), app.code()).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_d01_of_a_hundred_wrong_codes_at_once_five_are_looked_at(owner: Any, recorded: Any) -> None:
    app = with_app(owner)
    token, code = ask_in(Api()), wrong(app)
    tried = at_once(lambda _number: [verify(token, code).status_code for _ in range(5)], 20)
    statuses = Counter(status for each in tried for status in each)
    assert statuses == {401: FREE_TRIES, 429: 100 - FREE_TRIES}
    assert SignInFailures.objects.get().failures == FREE_TRIES
    assert len(recorded(SecondStepFailed)) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_d01_of_twenty_guesses_at_once_each_with_its_own_key_five_are_looked_at(owner: Any) -> None:
    app = with_app(owner)
    thief, code = Api().as_(owner), wrong(app)

    def guess(number: int) -> int:
        mine = thief.with_token(thief.token)
        body = {"name": "Mine", "scopes": ["profile:read"], "code": code}
        return int(mine.post("/auth/api-keys", body, Idempotency_Key=f"key-{number}").status_code)

    assert Counter(at_once(guess, 20)) == {403: FREE_TRIES, 429: 20 - FREE_TRIES}


# D02


def test_d02_a_code_is_good_once_and_none_before_it_is_afterwards(api: Any, owner: Any) -> None:
    app = with_app(owner)
    first, second = ask_in(api), ask_in(api)
    code, older = app.code(), app.code(-1)
    assert verify(first, code).status_code == 200
    for used in (code, older):
        refused = verify(second, used)
        assert (refused.status_code, refused.json()["code"]) == (401, "invalid_code")
    assert api.as_(owner).post("/auth/mfa/disable", {"code": code}).status_code == 403
    assert verify(second, app.code(1)).status_code == 200


def test_d02_the_code_that_turned_the_app_on_signs_nobody_in(api: Any, owner: Any) -> None:
    me = api.as_(owner)
    secret = me.post("/auth/mfa/setup", {}).json()["secret"]
    app = App(secret, [])
    code = app.code()
    assert me.post("/auth/mfa/confirm", {"code": code}).status_code == 200
    assert verify(ask_in(api), code).status_code == 401


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_d02_of_twenty_uses_of_one_code_at_once_one_wins(owner: Any) -> None:
    for _round in range(3):
        Enrolment.objects.all().delete()
        SignInFailures.objects.all().delete()
        app = with_app(owner)
        tokens = [ask_in(Api()) for _ in range(20)]
        code = app.code()
        before = Session.objects.filter(user=owner, revoked_at__isnull=True).count()
        statuses = Counter(at_once(lambda number: verify(tokens[number], code).status_code, 20))  # noqa: B023
        assert statuses[200] == 1
        assert set(statuses) <= {200, 401, 429}
        assert Session.objects.filter(user=owner, revoked_at__isnull=True).count() == before + 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_d02_of_many_good_codes_with_one_token_at_once_one_opens_one_session(owner: Any) -> None:
    app = with_app(owner)
    token = ask_in(Api())
    given = [("totp", app.code()), ("totp", app.code(1)), *(("recovery", code) for code in app.codes[:3])]
    statuses = at_once(lambda n: verify(token, given[n][1], given[n][0]).status_code, len(given))
    assert statuses.count(200) == 1
    assert PendingSignIn.objects.get().used_at is not None
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() <= 1


# D03


@pytest.mark.parametrize("step", [-2, -1, 0, 1, 2])
def test_d03_a_clock_may_be_off_by_one_step_and_no_more(api: Any, owner: Any, step: int) -> None:
    app = with_app(owner)
    # At the beginning of a step and at its end alike.
    for second in (0, 29):
        with time_machine.travel(STEP_BEGINS + second, tick=False):
            Enrolment.objects.update(totp_last_step=0)
            SignInFailures.objects.all().delete()
            code = app.code(step)
            assert verify(ask_in(api), code).status_code == (200 if abs(step) <= 1 else 401)


def test_d03_what_is_no_code_of_this_account_is_a_401(api: Any, owner: Any, stranger: Any) -> None:
    app, other = with_app(owner), with_app(stranger)
    code = app.code()
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    full = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    bad = [
        other.code(),
        code[:5],
        code + "0",
        arabic,
        full,
        f" {code}",
        f"{code} ",
        f"{code[:3]} {code[3:]}",
        f"{code}\n",
    ]
    for given in bad:
        SignInFailures.objects.all().delete()
        refused = verify(ask_in(api), given)
        assert (refused.status_code, refused.json()["code"]) == (401, "invalid_code"), given
    assert verify(ask_in(api), other.codes[0], "recovery").status_code == 401
    SignInFailures.objects.all().delete()
    assert verify(ask_in(api), code).status_code == 200


# D04


def test_d04_the_pending_token_opens_nothing_but_the_second_step(api: Any, owner: Any) -> None:
    with_app(owner)
    token = ask_in(api)
    pending = Api(token)
    guarded = [route for route in routes() if route.operation and route.view.authentication_classes]
    assert len(guarded) > 60
    named = {"username": "owner", "provider": "standard"}
    for route in guarded:
        path = re.sub(r"{(\w+)}", lambda found: named.get(found[1], str(owner.pk)), route.path)
        body = None if route.method in {"GET", "DELETE"} else route.operation.body and route.operation.body.Meta.example
        assert pending.request(route.method, path, body, absolute=True).status_code == 401, route.key
    # Where no token is looked at, it is no refresh token, no token from a mail and no proof either.
    assert api.post("/auth/refresh", {"refresh": token}).status_code == 401
    assert api.post("/auth/email/verify", {"token": token}).status_code == 400
    assert api.post("/auth/password/reset/confirm", {"token": token, "new_password": NEW}).status_code == 400
    assert Session.objects.filter(user=owner, revoked_at__isnull=True).count() == 0
    assert Api(token, Cookie=f"second-step={token}").client.get("/admin/").status_code == 302


def test_d04_the_pending_token_is_good_once_for_ten_minutes_and_while_the_account_stays(api: Any, owner: Any) -> None:
    app = with_app(owner)
    used = ask_in(api)
    assert verify(used, app.code()).status_code == 200
    late, changed = ask_in(api), ask_in(api)
    auth.reset_password(token=auth.reset_token(owner.pk), new_password=NEW)
    for token in (used, changed, "x", "", used[:-1]):
        refused = verify(token, app.codes[0], "recovery")
        assert refused.status_code in {400, 401}
        assert refused.json()["code"] in {"invalid_mfa_token", "invalid_input"}
    with later(minutes=11):
        assert verify(late, app.codes[1], "recovery").status_code == 401
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 0


def test_d04_no_door_lets_the_password_alone_in(api: Any, owner: Any) -> None:
    with_app(owner)
    assert authenticate(username="owner", password=PASSWORD) is None
    for enter in (auth.enter, auth.enter_pages):
        with pytest.raises(InvalidCredentials):
            enter(auth.prove_password(auth.candidate("owner"), password=PASSWORD))
    assert Session.objects.filter(user=owner, revoked_at__isnull=True).count() == 0
