"""What must hold within a second on a served installation, a hundred times: `python -m config.testing.holding URL`.

Run it with the environment of the server: it makes members and changes them from a process of its own, by the commands
that operators use, and watches the server over HTTP. Refreshing with one token at once is tried as well.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

ROUNDS = 100
WITHIN = 1.0
PARALLEL, REFRESH_ROUNDS = 20, 20


def call(url: str, token: str | None = None, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=10) as answer:
            raw, status = answer.read(), answer.status
    except urllib.error.HTTPError as error:
        raw, status = error.read(), error.code
    return status, json.loads(raw) if raw else None


def seconds_until(status: int, look: Callable[[], int]) -> float:
    """How long until `look` gives `status`; gives up after five seconds."""
    began = time.monotonic()
    while look() != status:
        if time.monotonic() - began > 5:
            return 5.0
        time.sleep(0.01)
    return time.monotonic() - began


def make_member(name: str, role: str = "member") -> Any:
    from accounts.users import services as users
    from config import clock

    made = users.create_user(username=name, email=f"{name}@example.com", password=None, role=role)
    type(made).objects.filter(pk=made.pk).update(email_verified_at=clock.now())
    made.refresh_from_db()
    return made


def try_one(base: str, name: str) -> tuple[float, float, float]:
    """How long sign-out, a new role and suspension took to hold for one member."""
    from django.core.management import call_command
    from django.db import connection

    from accounts.auth import services as auth

    try:
        person = make_member(name, "moderator")
        leaving, staying = auth.open_session(user=person), auth.open_session(user=person)
        profile, staff = f"{base}/api/v1/auth/profile", f"{base}/api/v1/admin/featured"
        assert call(profile, leaving.access)[0] == call(staff, staying.access)[0] == 200
        assert call(f"{base}/api/v1/auth/logout", leaving.access, {"refresh": leaving.refresh})[0] == 204
        signed_out = seconds_until(401, lambda: call(profile, leaving.access)[0])
        call_command("set_role", name, "member", stdout=StringIO())
        demoted = seconds_until(403, lambda: call(staff, staying.access)[0])
        call_command("set_status", name, "suspended", reason="tried", stdout=StringIO())
        return signed_out, demoted, seconds_until(401, lambda: call(profile, staying.access)[0])
    finally:
        connection.close()


def try_all(base: str) -> bool:
    mark = f"{time.time_ns() % 10**9:09}"
    with ThreadPoolExecutor(4) as pool:
        took = list(pool.map(lambda turn: try_one(base, f"held-{mark}-{turn}"), range(ROUNDS)))
    good = True
    names = ("sign-out", "role by command", "suspension by command")
    for name, seconds in zip(names, zip(*took, strict=True), strict=True):
        held = sum(each <= WITHIN for each in seconds)
        good &= held == ROUNDS
        print(f"      {name}: held within a second {held} of {ROUNDS}, longest {max(seconds):.2f} s", flush=True)
    return good


def try_refreshing(base: str) -> bool:
    from accounts.auth import services as auth

    person = make_member(f"many-{time.time_ns() % 10**9:09}")
    once = 0
    with ThreadPoolExecutor(PARALLEL) as pool:
        for _ in range(REFRESH_ROUNDS):
            body = {"refresh": auth.open_session(user=person).refresh}
            statuses = list(
                pool.map(lambda _, b=body: call(f"{base}/api/v1/auth/refresh", None, b)[0], range(PARALLEL))
            )
            once += statuses.count(200) == 1 and statuses.count(401) == PARALLEL - 1
    print(
        f"      {PARALLEL} refreshes at once with one token: one success in {once} of {REFRESH_ROUNDS} rounds",
        flush=True,
    )
    return once == REFRESH_ROUNDS


def main(base: str) -> int:
    import django

    django.setup()
    return 0 if try_all(base) & try_refreshing(base) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
