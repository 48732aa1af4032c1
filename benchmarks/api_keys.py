"""What an API key costs a request beside an access token, what counting its use costs, and how soon a revocation holds.

Costs are processor time of this process, through the whole stack of middleware, so that neighbours on the machine do
not stand in the figure. They are taken without limits, and with them, because a key has its own: the rates are set so
high that nobody meets them.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory, override_settings

from accounts.api_keys import services
from accounts.api_keys.counting import Tally
from accounts.api_keys.middleware import UsageMiddleware
from accounts.users import services as users
from accounts.users.models import User
from benchmarks import databases, members
from benchmarks.load import bearer
from benchmarks.measuring import Line, in_turn, percentile
from benchmarks.serving import served
from config.roles import Role
from config.scopes import Scope

DATABASE = "sigma_bench_api_keys"
WHO = "/api/v1/benchmark/whoami"
LIMITS = {"THROTTLES": "on", "THROTTLE_CLIENT": "100000000/minute", "THROTTLE_API_KEY": "100000000/minute"}
ROUNDS, TIMES, REQUESTS = 100, 20_000, 40


def boss() -> User:
    """An admin with a password, for the keys to be made by."""
    return users.create_user(
        username="bench-boss", email="boss@example.com", password=members.PASSWORD, role=Role.ADMIN, email_verified=True
    )


def key_of(owner: User) -> services.Issued:
    return services.create_key(
        maker=owner, name="bench", scopes=Scope.values, proof={"current_password": members.PASSWORD}
    )


def microseconds_of_processor(handler: WSGIHandler, token: str) -> float:
    """For one small read, averaged over a few dozen."""
    began = time.process_time()
    for _ in range(REQUESTS):
        environ = RequestFactory().generic("GET", WHO, headers={"Authorization": f"Bearer {token}"}).environ
        answer = handler(environ, lambda _status, _headers: None)
        b"".join(answer)
        answer.close()
        if answer.status_code != 200:
            raise SystemExit(f"benchmark: {answer.status_code} from {WHO}")
    return (time.process_time() - began) / REQUESTS * 1e6


def costs_in_turn(token: str, key: str, *, limits: bool) -> dict[str, float]:
    """The small read by either, in this process."""
    high = dict.fromkeys(settings.THROTTLE_RATES, "100000000/minute")
    with override_settings(
        THROTTLES=limits, THROTTLE_RATES=high, ROOT_URLCONF="benchmarks.site_urls", ALLOWED_HOSTS=["testserver"]
    ):
        handler = WSGIHandler()
        return in_turn(
            {
                "access token": lambda: microseconds_of_processor(handler, token),
                "API key": lambda: microseconds_of_processor(handler, key),
            },
            rounds=61,
        )


def status(port: int, headers: dict[str, str]) -> int:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request("GET", WHO, headers=headers)
        return link.getresponse().status
    finally:
        link.close()


def seconds_until_refused(port: int, owner: User) -> float:
    """From the commit of a revocation to the first refusal by a process that has just let the key in."""
    key = key_of(owner)
    headers = bearer(key.text)
    if status(port, headers) != 200:
        raise SystemExit("benchmark: a new key is refused")
    services.revoke_key(actor=owner, key_id=key.key.pk)
    began = time.perf_counter()
    while status(port, headers) == 200:
        pass
    return time.perf_counter() - began


class _Asked:
    """As much of a request as the counting looks at."""

    method = "GET"
    resolver_match = type("Match", (), {"route": "api/v1/benchmark/whoami"})()


class _Answer:
    status_code = 200


def processor_each(act: Callable[[], object]) -> float:
    """Microseconds of processor time for one call."""
    began = time.process_time()
    for _ in range(TIMES):
        act()
    return (time.process_time() - began) / TIMES * 1e6


def microseconds_of_counting() -> float:
    """The whole middleware around nothing, for a request by a key."""
    asked = _Asked()
    asked.sigma_key = uuid4()  # type: ignore[attr-defined]
    middleware = UsageMiddleware(lambda _request: _Answer())  # type: ignore[arg-type, return-value]
    return processor_each(lambda: middleware(asked))  # type: ignore[arg-type]


def microseconds_without_a_key() -> float:
    asked = _Asked()
    middleware = UsageMiddleware(lambda _request: _Answer())  # type: ignore[arg-type, return-value]
    return processor_each(lambda: middleware(asked))  # type: ignore[arg-type]


def microseconds_of_one_cell() -> float:
    tally, place = Tally(), (uuid4(), 739_000, "GET", "/x")
    return processor_each(lambda: tally.count(place, 200, 4_000, 1.0))


def run(scales: list[int]) -> Iterator[Line]:
    before = str(connection.settings_dict["NAME"])
    with databases.scratch(DATABASE):
        databases.connect_to(DATABASE)
        try:
            yield from measured()
        finally:
            databases.connect_to(before)


def measured() -> Iterator[Line]:
    owner = boss()
    token, key = members.token_of(owner), key_of(owner).text
    whole = 0.0
    for limits, about in ((False, "without limits"), (True, "with limits")):
        costs = costs_in_turn(token, key, limits=limits)
        whole = whole or costs["access token"]
        yield Line(f"small read, {about}", "access token", costs["access token"], "µs")
        ratio = costs["API key"] / costs["access token"]
        yield Line(f"small read, {about}", "API key", costs["API key"], "µs", ratio, "access token")
    with served("benchmarks.site:application", "benchmarks.site", **LIMITS) as port:
        waits = sorted(seconds_until_refused(port, owner) for _ in range(ROUNDS))
    costs = in_turn(
        {
            "counting a key's request": microseconds_of_counting,
            "of it, the cell": microseconds_of_one_cell,
            "a request without a key": microseconds_without_a_key,
        }
    )
    for name, cost in costs.items():
        share = cost / whole
        goal = ("≤ 0.03", share <= 0.03) if name == "counting a key's request" else ("", None)
        yield Line("counting", name, cost, "µs", share, "the small read", *goal)
    yield Line(f"revoked, {ROUNDS} times", "median until refused elsewhere", percentile(waits, 0.5) * 1e3, "ms")
    worst = waits[-1]
    yield Line(
        f"revoked, {ROUNDS} times", "worst until refused elsewhere", worst * 1e3, "ms", None, "", "≤ 1 s", worst <= 1.0
    )
