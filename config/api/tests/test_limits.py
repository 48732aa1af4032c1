"""Limits are exact: so many pass, however many ask at once and whatever they say their address is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import RequestFactory

from config.api import throttles
from config.api.middleware import client_address
from config.errors import ServiceUnavailable, TooMany


@pytest.fixture(autouse=True)
def limits_on(settings: Any) -> Iterator[None]:
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"client": "5/minute", "sign-in-account": "5/minute"}
    yield
    throttles.reset_all()


def passes(name: str, key: str) -> bool:
    try:
        throttles.spend(name, key)
    except TooMany:
        return False
    return True


def in_parallel(act: Callable[[int], bool], times: int = 50) -> int:
    with ThreadPoolExecutor(25) as pool:
        return sum(pool.map(act, range(times)))


def test_of_fifty_at_once_exactly_five_pass() -> None:
    assert in_parallel(lambda _: passes("client", "address:198.51.100.7")) == 5


@pytest.mark.redis
def test_of_fifty_at_once_exactly_five_pass_on_redis() -> None:
    assert "redis" in type(throttles.storage()).__name__.lower()
    assert in_parallel(lambda _: passes("client", "address:198.51.100.8")) == 5


def test_a_refusal_says_when_to_come_back() -> None:
    for _ in range(5):
        throttles.spend("client", "x")
    with pytest.raises(TooMany) as refused:
        throttles.spend("client", "x")
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60


@pytest.mark.django_db
def test_answers_tell_what_is_left(api: Any) -> None:
    answer = api.get("/workbooks")
    assert (answer["RateLimit-Limit"], answer["RateLimit-Remaining"]) == ("5", "4")
    assert 1 <= int(answer["RateLimit-Reset"]) <= 60
    for _ in range(4):
        api.get("/workbooks")
    refused = api.get("/workbooks")
    assert refused.status_code == 429
    assert refused.json()["code"] == "too_many_requests"
    assert int(refused["Retry-After"]) >= 1


@pytest.mark.django_db
def test_a_new_forwarded_address_each_time_buys_nothing(api: Any) -> None:
    statuses = [api.get("/workbooks", X_Forwarded_For=f"203.0.113.{i}").status_code for i in range(50)]
    assert statuses.count(200) == 5


@pytest.mark.django_db
def test_a_bad_token_spends_from_its_address(api: Any) -> None:
    statuses = [api.with_token("nonsense").get("/auth/profile").status_code for _ in range(8)]
    assert statuses == [401] * 5 + [429] * 3


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "198.51.100.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.1"),
        (1, "not an address", ""),
    ],
)
def test_the_clients_address_is_what_our_own_proxies_wrote(
    settings: Any, proxies: int, forwarded: str, seen: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="198.51.100.1")
    assert client_address(request) == seen


class AwayLimiter:
    def hit(self, *args: Any) -> bool:
        raise ConnectionError("the store is away")


def test_with_the_store_away_signing_in_refuses_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttles, "_limiter", AwayLimiter)
    assert throttles.spend("client", "x") is None
    with pytest.raises(ServiceUnavailable):
        throttles.spend("sign-in-account", "x")


def test_off_means_off(settings: Any) -> None:
    settings.THROTTLES = False
    assert in_parallel(lambda _: passes("client", "y")) == 50
