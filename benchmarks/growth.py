"""What each hot endpoint costs at the greatest scale as a multiple of its cost at the smallest, over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from benchmarks import databases, members
from benchmarks.asking import API, Asking, with_redis
from benchmarks.load import Caller
from benchmarks.measuring import Line, at_scale, in_turn
from benchmarks.serving import served

READS, WRITES, SIGN_INS = 60, 30, 8
MOST = 1.5

Turns = dict[str, Callable[[], list[bytes]]]


def turns(asking: Asking) -> Turns:
    """The requests of one turn of each endpoint, reads and writes."""
    found: Turns = {}
    for name, requests in asking.reads().items():
        found[name] = lambda requests=requests: (requests * READS)[:READS]
    favorite, comments = API + "/workbooks/{}/favorite", API + "/workbooks/{}/comments"
    found["favourite (write)"] = lambda: asking.writes(WRITES, "growth", favorite, asking.token)
    found["comment (write)"] = lambda: asking.comments(WRITES, comments, asking.token)
    found["sign-in"] = lambda: [asking.sign_in(f"{API}/auth/login")] * SIGN_INS
    return found


def measured(scales: tuple[int, int]) -> Iterator[Line]:
    with ExitStack() as stack:
        callers: dict[str, Caller] = {}
        asked: dict[str, Turns] = {}
        for scale in scales:
            name = at_scale(scale)
            with databases.using(scale):
                asked[name] = turns(Asking())
                port = stack.enter_context(served("config.wsgi:application", "config.settings", **with_redis()))
            callers[name] = Caller(port)
        small, great = (at_scale(scale) for scale in scales)
        for endpoint in asked[small]:
            medians = in_turn(
                {
                    name: lambda name=name, endpoint=endpoint: callers[name].milliseconds_each(asked[name][endpoint]())
                    for name in callers
                }
            )
            ratio = medians[great] / medians[small]
            what, against = f"growth, {endpoint}", f"{small}: {medians[small]:.3g} ms"
            yield Line(what, great, medians[great], "ms", ratio, against, f"≤ {MOST}", ratio <= MOST)


def run(scales: list[int]) -> Iterator[Line]:
    small, great = min(scales), max(scales)
    if small == great:
        return
    with ExitStack() as stack:
        for scale in (small, great):
            stack.enter_context(_left_as_found(scale))
        yield from measured((small, great))


def _left_as_found(scale: int) -> ExitStack:
    """`members.left_as_found`, with its beginning and its end in that data set."""
    found = members.left_as_found()
    stack = ExitStack()
    with databases.using(scale):
        found.__enter__()

    def leave() -> None:
        with databases.using(scale):
            found.__exit__(None, None, None)

    stack.callback(leave)
    return stack
