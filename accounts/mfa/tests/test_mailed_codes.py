"""Six digits by mail: made when the mail is sent, good for five minutes, once, and for what they were asked for."""

from __future__ import annotations

import pytest

from accounts.auth.tests.clockwork import later
from accounts.mfa.events import MfaCodeRequested
from accounts.mfa.models import MailedCode
from config.events.models import DomainEvent
from config.testing.second_step import PROOF, ask_in, six_digits

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailed(api, owner, deliver, mailoutbox):
    """The owner has codes by mail on; calling it asks for one and reads it."""
    me = api.as_(owner)
    assert me.post("/auth/mfa/email", {}).status_code == 202
    deliver()
    confirmed = me.post("/auth/mfa/email/confirm", {"code": six_digits(mailoutbox[-1])})
    assert len(confirmed.json()["recovery_codes"]) == 10

    def ask(token):
        answer = api.post("/auth/mfa/challenge", {"method": "email", "mfa_token": token})
        assert answer.json() == {"method": "email", "expires_in": 300, "options": None}
        deliver()
        return six_digits(next(mail for mail in reversed(mailoutbox) if mail.subject == "Your code"))

    return ask


def verify(api, token, code):
    return api.post("/auth/mfa/verify", {"mfa_token": token, "method": "email", "code": code}).status_code


def test_a_code_from_the_mail_passes_the_second_step_once(api, mailed):
    token = ask_in(api)
    code = mailed(token)
    assert verify(api, token, code) == 200
    assert verify(api, ask_in(api), code) == 401


def test_a_code_lives_five_minutes(api, mailed):
    token = ask_in(api)
    code = mailed(token)
    with later(minutes=5, seconds=1):
        assert verify(api, token, code) == 401


def test_a_code_is_good_for_the_sign_in_that_asked_for_it(api, owner, mailed):
    first, second = ask_in(api), ask_in(api)
    code = mailed(first)
    assert verify(api, second, code) == 401
    assert api.as_(owner).post("/auth/mfa/disable", {"code": code}).status_code == 403
    assert verify(api, first, code) == 200


def test_a_new_code_makes_the_old_one_dead(api, mailed):
    token = ask_in(api)
    old, new = mailed(token), mailed(token)
    if old != new:
        assert verify(api, token, old) == 401
    assert verify(api, token, new) == 200


def test_no_event_and_no_row_holds_the_code(api, owner, mailed, recorded):
    code = mailed(ask_in(api))
    assert all(code not in str(row.payload.values()) for row in DomainEvent.objects.all())
    row = MailedCode.objects.get()
    assert len(row.digest) == 64
    assert len(recorded(MfaCodeRequested)) == 2


def test_however_often_a_sign_in_is_begun_the_mails_are_bounded_for_the_account(api, mailed, settings):
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"sign-in-account": "100/minute"}

    def ask(token):
        return api.post("/auth/mfa/challenge", {"method": "email", "mfa_token": token}).status_code

    assert [ask(ask_in(api)) for _ in range(7)] == [200] * 5 + [429] * 2


def test_a_code_proves_anew_who_somebody_is(api, owner, deliver, mailoutbox, mailed):
    me = api.as_(owner)
    assert me.post("/auth/mfa/challenge", {"method": "email"}).status_code == 200
    deliver()
    code = six_digits(mailoutbox[-1])
    made = me.post("/auth/api-keys", {"name": "Script", "scopes": ["profile:read"], "code": code})
    assert made.status_code == 201
    assert me.post("/auth/mfa/disable", {"code": code}).status_code == 403


def test_whoever_has_it_off_is_sent_nothing(api, owner, stranger, mailoutbox, deliver):
    assert api.as_(owner).post("/auth/mfa/challenge", {"method": "email"}).status_code == 409
    assert api.post("/auth/mfa/challenge", {"method": "email"}).status_code == 401
    assert api.post("/auth/mfa/challenge", {"method": "email", "mfa_token": "x"}).status_code == 401
    deliver()
    assert mailoutbox == []


def test_nothing_is_on_before_the_code_came_back(api, owner):
    me = api.as_(owner)
    me.post("/auth/mfa/email", PROOF)
    assert me.post("/auth/mfa/email/confirm", {"code": "000000"}).status_code == 400
    assert me.get("/auth/mfa").json()["is_on"] is False
