"""Making a key: who may, what it must say, what is kept and told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.api_keys import minting, services
from accounts.api_keys.errors import TooManyApiKeys
from accounts.api_keys.models import ApiKey
from accounts.api_keys.services.keys import MOST_KEYS
from accounts.api_keys.tests.making import by, key_for, key_of, service_account
from accounts.auth import services as auth
from accounts.auth.services import fresh
from accounts.users.queries import user_by_username
from config import clock
from config.audit.models import AuditEntry
from config.errors import InvalidInput
from config.events.models import DomainEvent
from config.testing.cast import PASSWORD
from config.testing.client import codes
from config.testing.crowd import at_once

BODY = {"name": "Nightly", "scopes": ["workbooks:read", "tags:read"], "current_password": PASSWORD}


def test_a_member_makes_a_key_that_acts_as_them_and_is_told_its_text_once(api, owner):
    made = api.as_(owner).post("/auth/api-keys", BODY)
    assert made.status_code == 201
    told = made.json()
    assert minting.prefix_of(told["key"]) == told["prefix"].removeprefix("sp_")
    assert (told["account"], told["made_by"], told["state"]) == ("owner", "owner", "live")
    assert told["scopes"] == ["tags:read", "workbooks:read"]
    assert api.with_token(told["key"]).get("/workbooks").status_code == 200
    assert "key" not in api.as_(owner).get(f"/auth/api-keys/{told['id']}").json()


def test_whoever_has_not_proven_their_address_or_is_muted_makes_none(api, unverified, muted):
    refused = [api.as_(who).post("/auth/api-keys", BODY) for who in (unverified, muted)]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [
        (403, "email_not_verified"),
        (403, "muted"),
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"scopes": []}, "scopes"), ({"scopes": ["workbooks"]}, "scopes.0"), ({"scopes": ["admin:write"]}, "scopes.0"),
        ({"scopes": "workbooks:read"}, "scopes"), ({"name": ""}, "name"), ({"name": "x" * 81}, "name"),
        ({"rate_per_minute": 0}, "rate_per_minute"), ({"rate_per_minute": 101}, "rate_per_minute"),
        ({"daily_quota": 50_001}, "daily_quota"), ({"daily_quota": 0}, "daily_quota"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"), ({"expires_at": "2190-01-01T00:00:00Z"}, "expires_at"),
        ({"prefix": "sp_aaaaaaaaaaaa"}, "prefix"), ({"digest": "0" * 64}, "digest"), ({"user": "owner"}, "user"),
    ],
)  # fmt: skip
def test_what_a_key_cannot_be_is_refused_by_its_field(api, owner, said, field):
    refused = api.as_(owner).post("/auth/api-keys", BODY | said)
    assert refused.status_code == 400
    assert any(name.startswith(field.split(".")[0]) for name in codes(refused)), refused.json()
    assert not ApiKey.objects.exists()


def test_a_key_lives_a_year_unless_less_is_said(owner, settings):
    assert abs(key_of(owner).key.expires_at - clock.now() - timedelta(days=365)) < timedelta(minutes=1)
    settings.API_KEY_MAX_DAYS = 30
    assert abs(key_of(owner).key.expires_at - clock.now() - timedelta(days=30)) < timedelta(minutes=1)


def test_its_making_is_an_audit_row_and_an_event_and_neither_knows_the_secret(owner):
    made = key_of(owner)
    entry, event = AuditEntry.objects.get(action="api_key.created"), DomainEvent.objects.get(name="api_key.created")
    assert (entry.actor_id, entry.target_id, entry.after["name"]) == (owner.pk, str(made.key.pk), "A key")
    assert event.payload == {"actor_id": str(owner.pk), "user_id": str(owner.pk), "key_id": str(made.key.pk)}
    assert made.text[16:] not in f"{entry.__dict__}{event.__dict__}"
    assert made.key.digest not in f"{entry.__dict__}{event.__dict__}"


def test_an_account_has_so_many_live_keys_and_no_more(owner):
    keys = [key_of(owner) for _ in range(MOST_KEYS)]
    with pytest.raises(TooManyApiKeys):
        key_of(owner)
    services.revoke_key(actor=owner, key_id=keys[0].key.pk)
    assert key_of(owner).key.pk


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_are_made_than_an_account_may_have(owner):
    for _ in range(MOST_KEYS - 3):
        key_of(owner)

    def make(_number):
        try:
            return bool(key_of(owner))
        except TooManyApiKeys:
            return False

    assert sum(at_once(make, 10)) == 3


def test_guessing_the_password_by_making_keys_is_limited(api, owner, settings):
    settings.THROTTLES = True
    mine = api.as_(owner)
    tries = [mine.post("/auth/api-keys", BODY | {"current_password": "wrong"}).status_code for _ in range(7)]
    assert tries == [403] * 5 + [429] * 2


def test_another_proof_can_stand_in_for_the_password(owner, monkeypatch):
    monkeypatch.setattr(fresh, "_ways", dict(fresh._ways))
    fresh.register_way("code", lambda user_id, code: (user_id, code) == (owner.pk, "123456"))
    fresh.fresh_authentication(user_id=owner.pk, proof={"code": "123456"})
    with pytest.raises(fresh.FreshAuthenticationRequired):
        fresh.fresh_authentication(user_id=owner.pk, proof={"code": "000000"})


def test_an_admin_makes_keys_for_service_accounts_with_limits_of_their_own(api, admin):
    account = service_account(admin)
    said = BODY | {"account": account.username, "rate_per_minute": 5_000, "daily_quota": 0, "monthly_quota": 9_000_000}
    made = api.as_(admin).post("/auth/api-keys", said).json()
    assert (made["account"], made["made_by"]) == (account.username, admin.username)
    assert (made["rate_per_minute"], made["daily_quota"], made["monthly_quota"]) == (5_000, 0, 9_000_000)
    assert api.with_token(made["key"]).get("/workbooks").status_code == 200
    assert [
        row["id"] for row in api.as_(admin).get(f"/auth/api-keys?account={account.username}").json()["results"]
    ] == [made["id"]]
    assert api.as_(admin).get("/auth/api-keys").json()["results"] == []


def test_a_service_account_acts_by_its_keys_and_has_no_other_way_in(api, admin):
    made = api.as_(admin).post("/admin/service-accounts", {"username": "nightly-report", "full_name": "Nightly"})
    assert (made.status_code, made.json()["role"]) == (201, "api_user")
    account = user_by_username("nightly-report")
    key = key_for(admin, account, "profile:read", "workbooks:read")
    assert by(key).get("/auth/profile").json()["username"] == "nightly-report"
    for password in ("", "!", PASSWORD):
        assert api.post("/auth/login", {"username": "nightly-report", "password": password}).status_code in {400, 401}
    with pytest.raises(InvalidInput):
        auth.ask_reset(email=account.email)
    assert by(key).get("/admin/users").status_code == 403


def test_none_but_admins_make_service_accounts(api, manager, owner):
    for who in (manager, owner):
        assert api.as_(who).post("/admin/service-accounts", {"username": "bot-one"}).status_code == 403


def test_lists_are_narrowed_by_state(api, owner):
    live, gone = key_of(owner), key_of(owner)
    services.revoke_key(actor=owner, key_id=gone.key.pk)

    def listed(state):
        return [row["id"] for row in api.as_(owner).get(f"/auth/api-keys?state={state}").json()["results"]]

    assert (listed("live"), listed("revoked"), listed("expired")) == ([str(live.key.pk)], [str(gone.key.pk)], [])
    assert api.as_(owner).get("/auth/api-keys?state=dead").status_code == 400
