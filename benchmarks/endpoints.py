"""List, detail, favourite, comment and sign-in over HTTP: the floor, ours and the peer, each on granian with one
worker, asked by one client that waits for each answer."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import databases, members
from benchmarks.asking import API, Asking, with_redis
from benchmarks.load import Caller, bearer, request
from benchmarks.measuring import Line, at_scale, in_turn
from benchmarks.serving import served
from benchmarks.watching import statements_of

READS, WRITES, SIGN_INS = 200, 60, 10
LIST = f"{API}/workbooks"
GOALS = {"list of 20": ("≥ 3", 3.0)}

Turns = dict[str, dict[str, Callable[[], list[bytes]]]]


def known_to_the_floor(asking: Asking, ours: Caller) -> dict[str, Any]:
    """What the floor needs to do the same: our statements of each read, and our answers."""
    paths = [LIST, *(f"{LIST}/{workbook}" for workbook in asking.workbooks[:20])]
    favorite = asking.writes(1, "sample", LIST + "/{}/favorite", asking.token)[0]
    comment = asking.comments(1, LIST + "/{}/comments", asking.token)[0]
    answers = {path: ours.ask(asking.get(path)) for path in paths}
    answers |= {"favorite": ours.ask(favorite), "comment": ours.ask(comment)}
    answers |= {"sign-in": ours.ask(asking.sign_in(f"{API}/auth/login"))}
    return {
        "replay": {path: statements_of(path, asking.token) for path in paths},
        "answers": {path: answer.decode() for path, answer in answers.items()},
        "member": str(asking.user.pk),
    }


def turns(asking: Asking) -> Turns:
    """By endpoint and contestant, the requests of one turn."""
    peers = bearer(members.token_of_peer(asking.user))
    token = peers["Authorization"].removeprefix("Bearer ")
    some = asking.workbooks[:20]

    def reads(path: str, headers: dict[str, str]) -> Callable[[], list[bytes]]:
        return lambda: [request("GET", path, headers)] * READS

    def details(root: str, headers: dict[str, str]) -> Callable[[], list[bytes]]:
        return lambda: [request("GET", f"{root}/{pk}", headers) for pk in some] * (READS // 20)

    def marks(root: str, whose: str, token: str) -> Callable[[], list[bytes]]:
        return lambda: asking.writes(WRITES, whose, root + "/{}/favorite", token)

    def comments(root: str, token: str) -> Callable[[], list[bytes]]:
        return lambda: asking.comments(WRITES, root + "/{}/comments", token)

    def sign_ins(path: str) -> Callable[[], list[bytes]]:
        return lambda: [asking.sign_in(path)] * SIGN_INS

    roots = {"floor": (LIST, asking.token), "ours": (LIST, asking.token), "peer": ("/workbooks", token)}
    doors = {"floor": "/token", "ours": f"{API}/auth/login", "peer": "/token"}
    return {
        "list of 20": {who: reads(root, bearer(key)) for who, (root, key) in roots.items()},
        "detail": {who: details(root, bearer(key)) for who, (root, key) in roots.items()},
        "favourite": {who: marks(root, who, key) for who, (root, key) in roots.items()},
        "comment": {who: comments(root, key) for who, (root, key) in roots.items()},
        "sign-in": {who: sign_ins(path) for who, path in doors.items()},
    }


def measured(scale: int) -> Iterator[Line]:
    asking = Asking()
    with (
        tempfile.TemporaryDirectory() as folder,
        served("config.wsgi:application", "config.settings", **with_redis()) as ours,
    ):
        file = Path(folder) / "floor.json"
        file.write_text(json.dumps(known_to_the_floor(asking, Caller(ours))))
        with (
            served("benchmarks.floor:application", "", FLOOR=str(file)) as floor,
            served("benchmarks.peer:application", "benchmarks.peer") as peer,
        ):
            callers = {"floor": Caller(floor), "ours": Caller(ours), "peer": Caller(peer)}
            for endpoint, asked in turns(asking).items():
                medians = in_turn({who: _asking(callers[who], asked[who]) for who in callers})
                yield from lines(f"{endpoint}, {at_scale(scale)}", GOALS.get(endpoint), medians)


def _asking(caller: Caller, requests: Callable[[], list[bytes]]) -> Callable[[], float]:
    return lambda: caller.milliseconds_each(requests())


def lines(what: str, goal: tuple[str, float] | None, medians: dict[str, float]) -> Iterator[Line]:
    floor, ours, peer = medians["floor"], medians["ours"], medians["peer"]
    words, least = goal or ("", 0.0)
    yield Line(what, "its bare statements", floor, "ms")
    yield Line(what, "ours", ours, "ms", ours / floor, "statements")
    yield Line(what, "peer", peer, "ms", peer / ours, "ours", words, peer / ours >= least if goal else None)


def run(scales: list[int]) -> Iterator[Line]:
    for scale in scales:
        with databases.using(scale), members.left_as_found():
            yield from measured(scale)
