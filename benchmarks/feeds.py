"""Feeds: what a page costs by its query, in the view and over HTTP, what an item costs to write, and what it weighs.

The floor is the read of twenty rows of a fan-out table, into which the newest of each reader's feed have been written,
joined to the items: without a look at who may see them. The peer is django-activity-stream's `user_stream` on the same
items and follows, with all that its rows name fetched ahead; it does not look either.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection

from benchmarks import databases, members
from benchmarks.aside import fill_peers, set_aside
from benchmarks.aside import run as execute
from benchmarks.asking import API, with_redis
from benchmarks.databases import ASIDE
from benchmarks.feed_writes import sizes, writes
from benchmarks.load import Caller, bearer, request
from benchmarks.measuring import Line, at_scale, in_turn, seconds_each
from benchmarks.readers import NINTH, PAGE, Reader, readers_of, readers_of_dormant, readers_of_quiet
from benchmarks.serving import served
from benchmarks.viewing import asking
from config.prepared import Statement, prepare
from social.activity.reading import COLUMNS

TIMES, ROUNDS = 5, 5
KEPT = 200
"""Items that the fan-out table holds of each reader."""
SPREAD = 500
"""Newest items of the platform that it holds for each of their actors' followers, so that the readers are not alone."""
FEED = f"{API}/activity/feed?filter=following"

_FANOUT = f"{ASIDE}.fanout"
_READ = (
    "SELECT {columns} FROM (SELECT item_id FROM {table} WHERE user_id = %s ORDER BY item_id DESC LIMIT {page}) f"
    " JOIN social_activityevent item ON item.id = f.item_id ORDER BY item.id DESC"
).format(columns=", ".join(f"item.{name}" for name in COLUMNS), table=_FANOUT, page=PAGE)


@dataclass(frozen=True, slots=True)
class Kind:
    """Readers of one kind, and what is promised of their feeds: at most so many times the floor, at least so many times
    faster than the peer."""

    name: str
    readers: list[Reader]
    most: float | None = None
    least: float | None = None
    is_dormant: bool = False
    is_deep: bool = True


def kinds() -> list[Kind]:
    return [
        Kind("10 followed", readers_of(10), 3, 20),
        Kind("200 followed", readers_of(200), 5, 5),
        Kind("5,000 followed", readers_of(5_000), 5, 5),
        Kind("3 dormant followed", readers_of_dormant(), 2, is_dormant=True, is_deep=False),
        Kind("3 followed, quiet for long", readers_of_quiet(), is_deep=False),
    ]


def fan_out(readers: list[Reader]) -> None:
    """The floor's table: the newest of each reader's feed, and the newest items among all who follow their actors."""
    execute(f"CREATE TABLE {_FANOUT} (user_id uuid, item_id uuid, PRIMARY KEY (user_id, item_id))")
    execute(
        f"INSERT INTO {_FANOUT} SELECT f.follower_id, item.id FROM ("
        f"SELECT id, actor_id FROM social_activityevent ORDER BY id DESC LIMIT {SPREAD}) item"
        " JOIN social_follow f ON f.followee_id = item.actor_id"
        f" JOIN accounts_user u ON u.id = f.follower_id WHERE NOT u.id = ANY(%s)",
        [reader.user.pk for reader in readers],
    )  # fmt: skip
    for reader in readers:
        ids = [row["id"] for row in reader.items(number=KEPT)[:KEPT]]
        execute(f"INSERT INTO {_FANOUT} SELECT %s, unnest(%s::uuid[])", reader.user.pk, ids)
    execute(f"VACUUM (ANALYZE) {_FANOUT}")


def floor_of(kind: Kind) -> tuple[str, Statement, Callable[[Reader], list[Any]]]:
    """The statement that a kind of feed is compared with, prepared as ours is: its name, and what it is given."""
    if kind.is_dormant:
        return "SELECT 1", prepare("SELECT 1", [], [], []), lambda _reader: []
    return "fan-out read", prepare(_READ, [None], [(0, 0)], [UUID]), lambda reader: [reader.user.pk]


class Peer:
    """django-activity-stream behind HTTP, asked as each of the readers."""

    def __init__(self, port: int, readers: list[Reader]) -> None:
        self.caller = Caller(port)
        self.asked = {
            reader.user.pk: request("GET", "/feed", bearer(members.token_of_peer(reader.user))) for reader in readers
        }

    def took(self, readers: list[Reader]) -> float:
        """Milliseconds of the call alone, on average."""
        took = [json.loads(self.caller.ask(self.asked[reader.user.pk]))["took"] for reader in readers]
        return float(sum(took) / len(took))

    def over_http(self, readers: list[Reader]) -> float:
        return self.caller.milliseconds_each(self.asked[reader.user.pk] for reader in readers)


def each(readers: list[Reader], act: Callable[[Reader], object]) -> Callable[[], float]:
    """Milliseconds of an act for one of the readers, on average."""
    return lambda: sum(seconds_each(partial(act, reader), TIMES) for reader in readers) / len(readers) * 1e3


def tenth_pages(readers: list[Reader]) -> dict[UUID, str]:
    """Where the tenth page of the endpoint is, by reader: nine links on, or as far as there are any."""
    found: dict[UUID, str] = {}
    for reader in readers:
        here = FEED
        for _ in range(NINTH):
            here = json.loads(asking(reader.principal, here)())["next"] or here
            here = here.removeprefix(settings.BASE_URL)
        found[reader.user.pk] = here
    return found


def contestants(kind: Kind, ours: Caller, peer: Peer) -> dict[str, Callable[[], float]]:
    readers = kind.readers
    _name, statement, given = floor_of(kind)
    tenth = tenth_pages(readers) if kind.is_deep else {}
    raw = psycopg.connect(databases.present(), autocommit=True, prepare_threshold=0)
    bare_sql = "SELECT 1" if kind.is_dormant else _READ

    def floor(reader: Reader) -> None:
        with connection.cursor() as cursor:
            statement.run(cursor, given(reader))
            cursor.fetchall()

    def over_http(path_of: Callable[[Reader], str]) -> Callable[[], float]:
        asked = [request("GET", path_of(reader), bearer(reader.token)) for reader in readers] * TIMES
        return lambda: ours.milliseconds_each(asked)

    def in_the_view(path_of: Callable[[Reader], str]) -> Callable[[], float]:
        asked = {reader.user.pk: asking(reader.principal, path_of(reader)) for reader in readers}
        return each(readers, lambda reader: asked[reader.user.pk]())

    found = {
        "bare": each(readers, lambda reader: raw.execute(bare_sql, given(reader) or None).fetchall()),
        "floor": each(readers, floor),
        "query": each(readers, lambda reader: reader.items()),
        "view": in_the_view(lambda _reader: FEED),
        "HTTP": over_http(lambda _reader: FEED),
        "peer": lambda: peer.took(readers),
        "peer over HTTP": lambda: peer.over_http(readers),
    }
    if kind.is_deep:
        found["tenth, query"] = each(readers, lambda reader: reader.items(reader.above_the_tenth))
        found["tenth, view"] = in_the_view(lambda reader: tenth[reader.user.pk])
        found["tenth, HTTP"] = over_http(lambda reader: tenth[reader.user.pk])
    return found


def lines(kind: Kind, scale: int, medians: dict[str, float]) -> Iterator[Line]:
    what, floor = f"feed, {kind.name}, {at_scale(scale)}", floor_of(kind)[0]
    yield Line(what, f"{floor}, by psycopg alone", medians["bare"], "ms")
    yield Line(what, floor, medians["floor"], "ms")
    query, view, http = medians["query"], medians["view"], medians["HTTP"]
    ratio = query / medians["floor"]
    goal, met = ("", None) if kind.most is None else (f"≤ {kind.most:g}", ratio <= kind.most)
    yield Line(what, "ours, the endpoint's query", query, "ms", ratio, floor, goal, met)
    yield Line(what, "ours, view and JSON", view, "ms", view / query, "query")
    yield Line(what, "ours over HTTP", http, "ms", http / query, "query")
    faster = medians["peer"] / query
    goal, met = ("", None) if kind.least is None else (f"≥ {kind.least:g}", faster >= kind.least)
    yield Line(what, "django-activity-stream", medians["peer"], "ms", faster, "our query", goal, met)
    yield Line(what, "the same over HTTP", medians["peer over HTTP"], "ms", medians["peer over HTTP"] / http, "ours")
    if kind.is_deep:
        for way, first in (("query", query), ("view", view), ("HTTP", http)):
            tenth = medians[f"tenth, {way}"]
            yield Line(what, f"tenth page, {way}", tenth, "ms", tenth / first, "first", "≤ 1.2", tenth / first <= 1.2)


def measured(scale: int) -> Iterator[Line]:
    known = kinds()
    readers = [reader for kind in known for reader in kind.readers]
    execute("VACUUM (ANALYZE) social_follow")
    fan_out(readers)
    fill_peers("feeds")
    with ExitStack() as stack:
        port = stack.enter_context(served("config.wsgi:application", "config.settings", **with_redis()))
        peers = stack.enter_context(served("benchmarks.peers.settings:application", "benchmarks.peers.settings"))
        ours, peer = Caller(port), Peer(peers, readers)
        for kind in known:
            yield from lines(kind, scale, in_turn(contestants(kind, ours, peer), rounds=ROUNDS))
        yield from writes(scale, peers, _FANOUT)
    yield from sizes(scale, _FANOUT)


def run(scales: list[int]) -> Iterator[Line]:
    for scale in scales:
        with databases.using(scale), members.left_as_found(), set_aside():
            yield from measured(scale)
