"""Limits as operators see them: what is configured, refused and used, and lifting it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.auth import lockout
from config import clock
from config.api import limits, refusals, throttles
from config.audit.models import AuditEntry
from config.errors import Forbidden, InvalidInput, ServiceUnavailable, TooMany
from config.settings.base import env
from config.testing.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits_on(settings):
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"client": "5/minute"}


def spend(name, key, times):
    for _ in range(times):
        throttles.spend(name, key)


def test_every_limit_says_what_it_guards_and_what_it_is_set_by():
    found = limits.limits()
    assert {limit.name for limit in found} >= {"client", "sign-in-account", "mail"}
    for limit in found:
        assert limit.about, limit.name
        assert limit.variable in env.asked, limit.name
    assert {limit.name for limit in found if limit.fails_closed} == {"sign-in-account", "sign-in-address", "password"}


def test_refusals_are_counted_for_the_hour_and_the_day():
    now = clock.now()
    with clock.standing_at(now - timedelta(hours=5)):
        refusals.count(throttles.storage(), "client")
    spend("client", "address:192.0.2.1", 5)
    for _ in range(2):
        with pytest.raises(TooMany):
            throttles.spend("client", "address:192.0.2.1")
    counted = limits.refused()
    assert counted["client"] == refusals.Refusals(hour=2, day=3)
    assert counted["follow"] == refusals.Refusals(hour=0, day=0)


def test_with_the_store_away_refusals_are_unknown_and_looking_up_is_a_refusal(monkeypatch):
    def away(*_args):
        raise OSError("away")

    monkeypatch.setattr(throttles, "storage", away)
    monkeypatch.setattr(throttles, "_limiter", away)
    assert limits.refused() is None
    with pytest.raises(ServiceUnavailable):
        limits.uses(address="192.0.2.1")


def test_what_an_account_has_used_is_found_by_name_address_and_id(owner):
    spend("client", f"user:{owner.pk}", 3)
    spend("sign-in-account", lockout.key_of(owner.email), 2)
    spend("mail", f"to:{lockout.key_of(owner.username)}", 1)
    for name in (owner.username, owner.email.upper(), str(owner.pk)):
        found = {(use.limit, use.used) for use in limits.uses(name=name)}
        assert found == {("client", 3), ("sign-in-account", 2), ("mail", 1)}
    (use,) = limits.uses(limit="client", name=owner.username)
    assert (use.used, use.remaining) == (3, 2)
    assert 1 <= use.reset <= 60


def test_what_an_address_has_used_is_found_however_it_is_spelled():
    spend("client", "address:2001:db8::1", 2)
    spend("sign-in-address", "2001:db8::1", 1)
    found = {(use.limit, use.used) for use in limits.uses(address="2001:DB8:0::1")}
    assert found == {("client", 2), ("sign-in-address", 1)}
    with pytest.raises(InvalidInput):
        limits.uses(address="the house next door")


def test_a_known_device_is_found_by_name_and_address_together(owner):
    spend("sign-in-account", f"{lockout.key_of(owner.username)}:192.0.2.1", 4)
    assert limits.uses(name=owner.username) == []
    assert [use.used for use in limits.uses(name=owner.username, address="192.0.2.1")] == [4]


def test_a_name_that_nobody_has_is_looked_up_as_it_was_typed():
    spend("sign-in-account", lockout.key_of("nobody-here"), 2)
    assert [use.used for use in limits.uses(name="nobody-here")] == [2]


def test_lifting_lets_them_go_on_and_is_an_audit_row(owner, admin):
    key = f"user:{owner.pk}"
    spend("client", key, 5)
    with pytest.raises(TooMany):
        throttles.spend("client", key)
    assert limits.lift(actor=admin, limit="client", name=owner.username, reason="a demonstration") == 1
    throttles.spend("client", key)
    entry = AuditEntry.objects.get(action="limit.lifted")
    assert (entry.actor_id, entry.target_type, entry.target_id) == (admin.pk, "user", str(owner.pk))
    assert (entry.before, entry.reason) == ({"client": 5}, "a demonstration")


def test_lifting_of_one_leaves_the_others(owner, stranger, admin):
    spend("client", f"user:{owner.pk}", 2)
    spend("client", f"user:{stranger.pk}", 2)
    spend("follow", f"user:{owner.pk}", 2)
    limits.lift(actor=admin, limit="client", name=owner.username)
    assert [use.limit for use in limits.uses(name=owner.username)] == ["follow"]
    assert [use.used for use in limits.uses(name=stranger.username)] == [2]


def test_where_nothing_was_used_nothing_is_lifted_and_nothing_written(owner, admin):
    assert limits.lift(actor=admin, name=owner.username) == 0
    assert not AuditEntry.objects.filter(action="limit.lifted").exists()


def test_a_lock_of_signing_in_is_seen_and_taken_away(api, owner, admin, settings):
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"client": "100/minute"}
    for _ in range(lockout.FREE_TRIES):
        api.post("/auth/login", {"username": owner.email, "password": "wrong horse"})
    right = {"username": owner.email, "password": PASSWORD}
    assert limits.account(owner.username).failures == lockout.FREE_TRIES
    assert limits.account(owner.username).locked_until > clock.now()
    assert limits.unlock(actor=admin, name=owner.username, reason="they called")
    limits.lift(actor=admin, name=owner.username)
    assert api.post("/auth/login", right).status_code == 200
    entry = AuditEntry.objects.get(action="sign_in_lock.lifted")
    assert (entry.target_id, entry.before["failures"], entry.reason) == (str(owner.pk), 5, "they called")
    assert not limits.unlock(actor=admin, name=owner.username)


@pytest.mark.parametrize("who", ["owner", "moderator", "manager"])
def test_only_admins_lift(who, request):
    person = request.getfixturevalue(who)
    with pytest.raises(Forbidden):
        limits.lift(actor=person, name=person.username)
    with pytest.raises(Forbidden):
        limits.unlock(actor=person, name=person.username)


def test_no_address_of_a_member_gets_into_the_audit(owner, admin):
    """What is written there cannot be erased."""
    spend("sign-in-account", lockout.key_of(owner.email), 2)
    spend("sign-in-account", lockout.key_of("someone@example.org"), 2)
    limits.lift(actor=admin, name=owner.email)
    limits.lift(actor=admin, name="someone@example.org")
    for entry in AuditEntry.objects.filter(action="limit.lifted"):
        assert "@" not in f"{entry.target_id}{entry.before}{entry.after}"
