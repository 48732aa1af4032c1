"""1,000 clients at once for a minute, and three times the load that the server can carry.

The server is a web process as production runs it (two workers of eight threads, Redis where there is one), limits off.
The clients run in this process on the same machine, so that server, database and clients share its cores; what they
do is mixed as visitors and members mix it, a twentieth of it writes.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

from accounts.users.models import User
from benchmarks import databases, members
from benchmarks.asking import API, Asking, with_redis
from benchmarks.clients import Tally, arriving, staying
from benchmarks.load import bearer, request
from benchmarks.measuring import Line, at_scale
from benchmarks.serving import served

CLIENTS = 1_000
SECONDS = float(os.environ.get("CROWD_SECONDS", "60"))
WARM_SECONDS, OVER_SECONDS = 10.0, 10.0
PAUSE = 5.0
# How much of each is asked, in hundredths.
MIX = {"list, new": 30, "list, popular": 10, "detail": 30, "comments": 10, "a member": 10, "tags": 5}
WRITES = 5


class Mix:
    """Requests without end: reads of visitors and members, and favourites that are set and taken back."""

    def __init__(self, asking: Asking) -> None:
        self.chance = random.Random(1)
        self.reads = {name: requests for name, requests in asking.reads().items() if name in MIX}
        people = User.objects.exclude(pk=asking.user.pk).order_by("id")[:50]
        self.tokens = [members.token_of(person) for person in people]
        self.workbooks = asking.workbooks
        self.names, self.weights = [*MIX, "write"], [*MIX.values(), WRITES]

    def __call__(self) -> bytes:
        name = self.chance.choices(self.names, self.weights)[0]
        if name != "write":
            return self.chance.choice(self.reads[name])
        path = f"{API}/workbooks/{self.chance.choice(self.workbooks)}/favorite"
        return request(self.chance.choice(["POST", "DELETE"]), path, bearer(self.chance.choice(self.tokens)))


def lines(what: str, tally: Tally, goal: str = "", met: bool | None = None) -> Iterator[Line]:
    yield Line(
        what, f"answered: {tally.statuses_in_words()}", tally.answered / tally.seconds, "/s", None, "", goal, met
    )
    for share in (0.5, 0.95, 0.99):
        yield Line(what, f"p{share * 100:g}", tally.milliseconds(share), "ms")


def measured(scale: int) -> Iterator[Line]:
    asking = Asking()
    mix = Mix(asking)
    size = at_scale(scale)
    with served("config.wsgi:application", "config.settings", workers=2, threads=96, **with_redis()) as port:
        warm = staying(port, mix, clients=16, seconds=WARM_SECONDS)
        most = warm.answered / warm.seconds
        yield from lines(f"16 clients, no pause, {size}", warm)
        calm = staying(port, mix, clients=CLIENTS, seconds=SECONDS, pause=PAUSE)
        what = f"{CLIENTS:,} clients, one request each {PAUSE:g} s, {size}"
        yield from lines(what, calm, "no 5xx", calm.is_without_5xx)
        crowd = staying(port, mix, clients=CLIENTS, seconds=SECONDS)
        yield from lines(f"{CLIENTS:,} clients, no pause, {size}", crowd, "no 5xx", crowd.is_without_5xx)
        over = arriving(port, mix, each_second=3 * most, seconds=OVER_SECONDS)
        what = f"three times what it carries, {size}"
        yield from lines(what, over, "all within 1 s", over.share_within(1.0) == 1)
        yield Line(what, "answered within 1 s", over.share_within(1.0) * 100, "%")
        goodput = over.good_meanwhile / OVER_SECONDS / most
        yield Line(what, "2xx answers, of those it can carry", goodput * 100, "%", None, "", "≥ 70", goodput >= 0.7)


def run(scales: list[int]) -> Iterator[Line]:
    scale = min(scales)
    with databases.using(scale), members.left_as_found():
        yield from measured(scale)
