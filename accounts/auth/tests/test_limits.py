"""Limits on signing in, beside the lockout of a name."""

from __future__ import annotations

import pytest

from accounts.auth.lockout import key_of
from accounts.auth.models import SignInFailures
from config.api import throttles
from config.testing.cast import PASSWORD


@pytest.fixture(autouse=True)
def limits(settings):
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"client": "1000/minute"}


def sign_in(api, name, password="not the password"):
    return api.post("/auth/login", {"username": name, "password": password})


def test_one_address_tries_thirty_times_a_minute_whatever_the_names(api, owner):
    answers = [sign_in(api, f"person-{number}").status_code for number in range(32)]
    assert answers == [401] * 30 + [429] * 2
    refused = sign_in(api, "owner", PASSWORD)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(refused["Retry-After"]) <= 60


def test_a_known_device_does_not_share_its_tries_with_the_rest_of_the_world(api, owner):
    assert sign_in(api, "owner", PASSWORD).status_code == 200
    for _ in range(4):
        throttles.spend("sign-in-account", key_of("owner"))
    assert sign_in(api, "owner", PASSWORD).status_code == 200


def test_with_the_store_of_limits_away_nobody_signs_in(api, owner, monkeypatch):
    def away():
        raise ConnectionError("away")

    monkeypatch.setattr(throttles, "_limiter", away)
    answer = sign_in(api, "owner", PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
    assert SignInFailures.objects.count() == 0


def test_registering_is_limited(api, db):
    def register(number):
        body = {"username": f"person-{number}", "email": f"p{number}@example.com", "password": PASSWORD}
        return api.post("/auth/register", body).status_code

    assert [register(number) for number in range(11)] == [201] * 10 + [429]


def test_a_mailbox_is_not_flooded_with_resets_from_many_addresses(api, owner, settings):
    settings.TRUSTED_PROXIES = 1
    answers = [
        api.post("/auth/password/reset", {"email": "owner@example.com"}, X_Forwarded_For=f"198.51.100.{n}").status_code
        for n in range(7)
    ]
    assert answers == [202] * 5 + [429] * 2
