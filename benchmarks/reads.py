"""The authenticated small read beside Django's own hello, both on granian with one worker."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.auth import services as auth
from accounts.users.models import User
from benchmarks import dataset
from benchmarks.http import answers_a_second, served
from benchmarks.measuring import Line, in_turn


def run() -> Iterator[Line]:
    dataset.fill()
    member = User.objects.order_by("username").first()
    assert member
    token = auth.open_session(user=member).access
    bearer = {"Authorization": f"Bearer {token}"}
    count = f"/api/v1/users/{member.username}/followers/count"
    with (
        served("benchmarks.hello:application", "benchmarks.hello") as hello,
        served("benchmarks.site:application", "benchmarks.site") as ours,
    ):
        medians = in_turn(
            {
                "hello": lambda: answers_a_second(hello, "/hello"),
                "token only": lambda: answers_a_second(ours, "/api/v1/benchmark/whoami", bearer),
                "one row": lambda: answers_a_second(ours, count, bearer),
                "list of 20": lambda: answers_a_second(ours, "/api/v1/workbooks", bearer),
            },
            rounds=3,
        )
    hello_rate = medians["hello"]
    yield Line("small read", "Django's hello", hello_rate, "/s")
    share = medians["token only"] / hello_rate
    yield Line(
        "small read", "ours, revocation checked", medians["token only"], "/s", share, "hello", "≥ 0.35", share >= 0.35
    )
    for name in ("one row", "list of 20"):
        yield Line("small read", f"ours, {name}", medians[name], "/s", medians[name] / hello_rate, "hello")
