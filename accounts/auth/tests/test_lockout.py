"""Guessing gets slower."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from accounts.auth import lockout
from accounts.auth.lockout import FREE_TRIES, LONGEST_DELAY, SignInLocked, count_try, delay_after, key_of
from accounts.auth.models import Session, SignInFailures
from accounts.auth.services import reset_password, reset_token
from accounts.auth.tests.clockwork import later
from config.testing.cast import PASSWORD
from config.testing.crowd import at_once


def attempt(api, name, password="not the password"):
    return api.post("/auth/login", {"username": name, "password": password})


@pytest.mark.parametrize("name", ["owner", "nobody-at-all", "owner@example.com"])
def test_after_five_failures_the_next_try_waits_whether_the_name_is_known_or_not(api, owner, name):
    assert [attempt(api, name).status_code for _ in range(FREE_TRIES)] == [401] * FREE_TRIES
    refused = attempt(api, name)
    assert refused.status_code == 429
    assert refused.json()["code"] == "sign_in_locked"
    assert 0 < int(refused["Retry-After"]) <= 900


def test_even_the_right_password_waits_on_a_device_nobody_knows(api, owner):
    for _ in range(FREE_TRIES):
        attempt(api, "owner")
    assert attempt(api, "owner", PASSWORD).status_code == 429
    with later(seconds=31):
        assert attempt(api, "owner", PASSWORD).status_code == 200


def test_the_right_password_still_works_on_a_device_that_is_known(api, owner):
    assert attempt(api, "owner", PASSWORD).status_code == 200
    Session.objects.update(address="198.51.100.7")
    for _ in range(FREE_TRIES):
        attempt(api, "owner")
    assert attempt(api, "owner", PASSWORD).status_code == 429
    Session.objects.update(address="127.0.0.1")
    assert attempt(api, "owner").status_code == 429
    assert attempt(api, "owner", PASSWORD).status_code == 200
    assert SignInFailures.objects.count() == 0


def test_a_device_is_forgotten_after_thirty_days(api, owner):
    assert attempt(api, "owner", PASSWORD).status_code == 200
    with later(days=31):
        for _ in range(FREE_TRIES):
            attempt(api, "owner")
        assert attempt(api, "owner", PASSWORD).status_code == 429


def test_tries_while_locked_do_not_lengthen_the_lock(api, owner):
    for _ in range(FREE_TRIES + 20):
        attempt(api, "owner")
    assert SignInFailures.objects.get().failures == FREE_TRIES


def test_the_delay_grows_and_is_never_longer_than_a_quarter_of_an_hour():
    delays = [delay_after(failures) for failures in range(1, 200)]
    assert delays[: FREE_TRIES - 1] == [timedelta(0)] * (FREE_TRIES - 1)
    assert delays[FREE_TRIES - 1 : FREE_TRIES + 2] == [timedelta(seconds=s) for s in (30, 60, 120)]
    assert delays == sorted(delays)
    assert max(delays) == LONGEST_DELAY == timedelta(minutes=15)


def test_success_forgets_the_failures_under_name_and_address(api, owner):
    for _ in range(FREE_TRIES - 1):
        attempt(api, "owner")
        attempt(api, "owner@example.com")
    assert attempt(api, "owner", PASSWORD).status_code == 200
    assert SignInFailures.objects.count() == 0


def test_a_reset_lifts_the_lock(api, owner):
    for _ in range(FREE_TRIES):
        attempt(api, "owner")
    reset_password(token=reset_token(owner.pk), new_password="a staple of another colour")
    assert attempt(api, "owner", "a staple of another colour").status_code == 200


def test_failures_are_forgotten_after_a_day(api, owner):
    for _ in range(FREE_TRIES):
        attempt(api, "owner")
    with later(hours=25):
        assert attempt(api, "owner").status_code == 401
        assert SignInFailures.objects.get().failures == 1
        assert lockout.prune() == 0
    with later(hours=50):
        assert lockout.prune() == 1


def test_names_that_were_tried_are_not_kept_in_clear(api, db):
    attempt(api, "a-secret-name")
    assert "secret" not in SignInFailures.objects.get().key


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_wrong_tries_at_once_count_as_twenty():
    key = key_of("owner")

    def guess(_number: int) -> str:
        try:
            count_try(key, is_known_device=False)
        except SignInLocked:
            return "locked"
        return "looked at"

    for _round in range(5):
        SignInFailures.objects.all().delete()
        assert Counter(at_once(guess, 20)) == {"looked at": FREE_TRIES, "locked": 20 - FREE_TRIES}
        assert SignInFailures.objects.get().failures == FREE_TRIES
