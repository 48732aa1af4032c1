"""The authenticated small read beside Django's own hello, both on granian with one worker."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import databases, members
from benchmarks.load import answers_a_second, bearer, request
from benchmarks.measuring import Line, in_turn
from benchmarks.serving import served


def run(scales: list[int]) -> Iterator[Line]:
    with databases.using(max(scales)), members.left_as_found():
        yield from measured()


def measured() -> Iterator[Line]:
    member = members.someone()
    signed_in = bearer(members.token_of(member))
    count = f"/api/v1/users/{member.username}/followers/count"
    with (
        served("benchmarks.hello:application", "benchmarks.hello") as hello,
        served("benchmarks.site:application", "benchmarks.site") as ours,
    ):
        medians = in_turn(
            {
                "hello": lambda: answers_a_second(hello, request("GET", "/hello")),
                "token only": lambda: answers_a_second(ours, request("GET", "/api/v1/benchmark/whoami", signed_in)),
                "one row": lambda: answers_a_second(ours, request("GET", count, signed_in)),
                "list of 20": lambda: answers_a_second(ours, request("GET", "/api/v1/workbooks", signed_in)),
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
