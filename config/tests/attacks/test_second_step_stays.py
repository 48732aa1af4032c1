"""What a reset of the password does not take away, and what a change of the second step ends (B16, C14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.auth import services as auth
from accounts.mfa.models import Passkey
from config.testing.authenticator import Authenticator
from config.testing.client import Api
from config.testing.second_step import PROOF, App, ask_in, with_app, with_passkey
from config.testing.visiting import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-d")]

NEW = "a staple of another colour"


def reset(person: Any) -> None:
    auth.reset_password(token=auth.reset_token(person.pk), new_password=NEW)


def test_b16_after_a_reset_the_second_step_is_still_asked_for(api: Any, owner: Any) -> None:
    app = with_app(owner)
    session, pending = auth.open_session(user=owner), ask_in(api)
    reset(owner)
    assert Api(session.access).get("/auth/profile").status_code == 401
    assert api.post("/auth/refresh", {"refresh": session.refresh}).status_code == 401
    stale = {"mfa_token": pending, "method": "totp", "code": app.code()}
    assert api.post("/auth/mfa/verify", stale).status_code == 401
    token = ask_in(api, password=NEW)
    entered = api.post("/auth/mfa/verify", {"mfa_token": token, "method": "totp", "code": app.code()})
    assert entered.status_code == 200
    state = api.with_token(entered.json()["access"]).get("/auth/mfa").json()
    assert (state["methods"], state["recovery_codes_left"]) == (["totp", "recovery"], 10)


def test_b16_on_the_page_behind_the_mail_too(owner: Any) -> None:
    with_app(owner)
    visitor = Visitor()
    page = visitor.follow("/reset-password", token=auth.reset_token(owner.pk))
    assert visitor.press(page, new_password=NEW, repeated=NEW).status == 200
    led = visitor.press(visitor.follow("/sign-in"), username="owner", password=NEW)
    assert led.answer["Location"].startswith("/sign-in/code")


def test_b16_a_password_set_by_an_operator_leaves_it_as_well(api: Any, owner: Any) -> None:
    with_app(owner)
    auth.replace_password(user_id=owner.pk, new_password=NEW)
    assert ask_in(api, password=NEW)


def _confirm(me: Api, owner: Any) -> Any:
    secret = me.post("/auth/mfa/setup", PROOF).json()["secret"]
    return me.post("/auth/mfa/confirm", {"code": App(secret, []).code()})


def _remove_passkey(me: Api, owner: Any) -> Any:
    return me.post(f"/auth/passkeys/{Passkey.objects.get().pk}/remove", PROOF)


def _add_passkey(me: Api, owner: Any) -> Any:
    options = me.post("/auth/passkeys/options", PROOF).json()["options"]
    return me.post("/auth/passkeys", {"name": "Another", "passkey": Authenticator().make(options)})


CHANGES: dict[str, Callable[[Api, Any], Any]] = {
    "another app": _confirm,
    "a passkey more": _add_passkey,
    "a passkey less": _remove_passkey,
    "new recovery codes": lambda me, owner: me.post("/auth/mfa/recovery-codes", PROOF),
    "one way less": lambda me, owner: me.post("/auth/mfa/disable", PROOF | {"method": "totp"}),
    "off": lambda me, owner: me.post("/auth/mfa/disable", PROOF),
}


@pytest.mark.parametrize("change", CHANGES)
def test_c14_a_change_of_the_second_step_ends_the_other_sessions(api: Any, owner: Any, change: str) -> None:
    with_app(owner)
    with_passkey(owner)
    here, there = auth.open_session(user=owner), auth.open_session(user=owner)
    browser, pending = Visitor().as_(owner), ask_in(api)
    assert CHANGES[change](Api(here.access), owner).status_code in {200, 201, 204}
    assert Api(there.access).get("/auth/profile").status_code == 401
    assert api.post("/auth/refresh", {"refresh": there.refresh}).status_code == 401
    assert "Sign out" not in browser.follow("/forgot-password").text
    stale = {"mfa_token": pending, "method": "recovery", "code": "0" * 24}
    refused = api.post("/auth/mfa/verify", stale)
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_mfa_token")
    assert Api(here.access).get("/auth/profile").status_code == 200
    assert api.post("/auth/refresh", {"refresh": here.refresh}).status_code == 200


def test_c14_when_staff_turn_it_off_every_session_ends(api: Any, owner: Any, manager: Any) -> None:
    with_app(owner)
    session = auth.open_session(user=owner)
    assert api.as_(manager).post(f"/admin/users/{owner.pk}/mfa/disable", {}).status_code == 204
    assert Api(session.access).get("/auth/profile").status_code == 401
    assert api.post("/auth/refresh", {"refresh": session.refresh}).status_code == 401
