"""The graph's reads: a list of followers, flags, suggestions, friends; then follows and unfollows of many at once.

The floor is one bare statement that gives the same people; of suggestions, our own statements alone. The peer is
django-friendship on the same edges, first with nothing remembered and then with what it keeps in a cache. Its calls
give whole lists of objects, whatever a page needs; it knows no blocks, no choices and no counts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.users.models import User
from benchmarks import databases, members
from benchmarks.aside import fill_peers, one, set_aside
from benchmarks.aside import run as execute
from benchmarks.asking import API, with_redis
from benchmarks.graph_writes import follows_at_once
from benchmarks.load import Caller, bearer, request
from benchmarks.measuring import Line, at_scale, in_turn, seconds_each
from benchmarks.serving import served
from benchmarks.viewing import asking
from benchmarks.watching import statements_of
from social.graph import queries as graph
from social.people import queries as people

TIMES, ROUNDS, PAGE = 20, 5, 20

_CARD = "u.id, u.username, p.full_name, p.avatar"
_PEOPLE = "JOIN accounts_user u ON u.id = {who} JOIN accounts_profile p ON p.user_id = u.id"
_FOLLOWERS = (
    f"SELECT {_CARD}, EXISTS (SELECT 1 FROM social_follow mine WHERE mine.follower_id = %s AND mine.followee_id = u.id)"
    f" FROM (SELECT id, follower_id FROM social_follow WHERE followee_id = %s ORDER BY id DESC LIMIT {PAGE + 1}) f"
    f" {_PEOPLE.format(who='f.follower_id')} ORDER BY f.id DESC"
)
_FLAGS = "SELECT followee_id FROM social_follow WHERE follower_id = %s AND followee_id = ANY(%s::uuid[])"
_FRIENDS = (
    f"SELECT {_CARD} FROM (SELECT id, friend_id FROM social_friendship WHERE member_id = %s"
    f" ORDER BY id DESC LIMIT {PAGE + 1}) f {_PEOPLE.format(who='f.friend_id')} ORDER BY f.id DESC"
)
_MUTUAL = (
    f"SELECT {_CARD} FROM social_friendship f"
    " JOIN social_friendship g ON g.member_id = %s AND g.friend_id = f.friend_id"
    f" {_PEOPLE.format(who='f.friend_id')} WHERE f.member_id = %s ORDER BY f.id DESC LIMIT {PAGE + 1}"
)
_ARE_FRIENDS = "SELECT EXISTS (SELECT 1 FROM social_friendship WHERE member_id = %s AND friend_id = %s)"

_WITH_FRIENDS = (
    "SELECT member_id FROM (SELECT member_id, count(*) AS friends FROM social_friendship GROUP BY 1) f"
    " ORDER BY abs(friends - 100), member_id LIMIT 1"
)
_SHARING = (
    "SELECT own.friend_id FROM social_friendship own JOIN accounts_profile p ON p.user_id = own.friend_id"
    " AND p.show_friends <> 'nobody' AND p.show_profile <> 'nobody'"
    " JOIN social_friendship theirs ON theirs.member_id = own.friend_id"
    " JOIN social_friendship shared ON shared.member_id = own.member_id AND shared.friend_id = theirs.friend_id"
    " WHERE own.member_id = %s GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
)


@dataclass
class Cast:
    """Who reads, and about whom."""

    viewer: User = field(default_factory=lambda: User.objects.get(pk=one(_WITH_FRIENDS)))

    def __post_init__(self) -> None:
        self.principal = members.principal(self.viewer)
        self.token = members.token_of(self.viewer)
        self.famous = User.objects.filter(profile__show_profile="everyone").order_by("-profile__followers_count", "id")[
            0
        ]
        self.near = User.objects.get(pk=one(_SHARING, self.viewer.pk))
        newest = "SELECT follower_id FROM social_follow WHERE followee_id = %s ORDER BY id DESC LIMIT 20"
        self.twenty: list[UUID] = [row[0] for row in execute(newest, self.famous.pk)]


@dataclass(frozen=True, slots=True)
class Read:
    """One read by all three: what the floor runs, what we do, and the peer's route, where it has one."""

    what: str
    floor: Callable[[], object]
    ours: Callable[[], object]
    peer: str = ""
    path: str = ""
    floor_name: str = "bare statement"


def reads(cast: Cast) -> list[Read]:
    viewer, famous, near = cast.viewer, cast.famous, cast.near

    def viewed(what: str, sql: str, given: list[Any], path: str, peer: str) -> Read:
        return Read(what, lambda: execute(sql, *given), asking(cast.principal, path), peer, path)

    suggested = f"{API}/users/suggestions"
    alone = statements_of(suggested, cast.token)
    followers = one("SELECT count(*) FROM social_follow WHERE followee_id = %s", famous.pk)
    friends = one("SELECT count(*) FROM social_friendship WHERE member_id = %s", viewer.pk)
    return [
        viewed(f"20 of {followers:,} followers", _FOLLOWERS, [viewer.pk, famous.pk],
               f"{API}/users/{famous.username}/followers", f"/{famous.pk}/followers"),
        Read("whom of 20 one follows", lambda: execute(_FLAGS, viewer.pk, cast.twenty),
             lambda: people.flags(cast.principal, cast.twenty),
             f"/{famous.pk}/flags?of={','.join(map(str, cast.twenty))}"),
        Read("suggestions", lambda: [execute(sql) for sql in alone], asking(cast.principal, suggested),
             path=suggested, floor_name=f"its {len(alone)} statements alone"),
        viewed(f"20 of {friends} friends", _FRIENDS, [viewer.pk], f"{API}/friends", f"/{famous.pk}/friends"),
        viewed("mutual friends", _MUTUAL, [near.pk, viewer.pk],
               f"{API}/friends/mutual/{near.username}", f"/{near.pk}/mutual"),
        Read("whether two are friends", lambda: execute(_ARE_FRIENDS, viewer.pk, near.pk),
             lambda: graph.friendship_stands(viewer.pk, near.pk), f"/{near.pk}/are-friends"),
    ]  # fmt: skip


class Peer:
    """django-friendship behind HTTP, asked as the viewer."""

    def __init__(self, port: int, viewer: User) -> None:
        self.caller, self.key = Caller(port), bearer(members.token_of_peer(viewer))

    def took(self, path: str, *, times: int) -> float:
        """Milliseconds of the calls alone, on average."""
        asked = request("GET", path, self.key)
        return float(sum(json.loads(self.caller.ask(asked))["took"] for _ in range(times)) / times)

    def over_http(self, path: str) -> float:
        return self.caller.milliseconds_each([request("GET", path, self.key)])


def measured(scale: int) -> Iterator[Line]:
    cast = Cast()
    with ExitStack() as stack:
        port = stack.enter_context(served("config.wsgi:application", "config.settings", **with_redis()))
        peers = stack.enter_context(served("benchmarks.peers.settings:application", "benchmarks.peers.settings"))
        ours, peer = Caller(port), Peer(peers, cast.viewer)
        for read in reads(cast):
            asked = [request("GET", read.path, bearer(cast.token))] * TIMES
            contestants = {
                "floor": lambda read=read: seconds_each(read.floor, TIMES) * 1e3,
                "ours": lambda read=read: seconds_each(read.ours, TIMES) * 1e3,
            }
            if read.path:
                contestants["HTTP"] = lambda asked=asked: ours.milliseconds_each(asked)
            if read.peer:
                cold = f"{read.peer}{'&' if '?' in read.peer else '?'}cold"
                contestants["cold"] = lambda cold=cold: peer.took(cold, times=1)
                contestants["warm"] = lambda read=read: peer.took(read.peer, times=3)
                contestants["peer over HTTP"] = lambda read=read: peer.over_http(read.peer)
            yield from lines(f"{read.what}, {at_scale(scale)}", read, in_turn(contestants, rounds=ROUNDS))
    connection.close()


def lines(what: str, read: Read, medians: dict[str, float]) -> Iterator[Line]:
    floor, ours = medians["floor"], medians["ours"]
    yield Line(what, read.floor_name, floor, "ms")
    yield Line(what, "ours, view and JSON" if read.path else "ours", ours, "ms", ours / floor, "statement")
    if read.path:
        yield Line(what, "ours over HTTP", medians["HTTP"], "ms", medians["HTTP"] / floor, "statement")
    if read.peer:
        yield Line(what, "django-friendship", medians["cold"], "ms", medians["cold"] / ours, "ours")
        yield Line(what, "the same, remembered", medians["warm"], "ms", medians["warm"] / ours, "ours")
    if read.peer and read.path:
        theirs = medians["peer over HTTP"]
        yield Line(what, "the same over HTTP", theirs, "ms", theirs / medians["HTTP"], "ours")


def run(scales: list[int]) -> Iterator[Line]:
    for scale in scales:
        with databases.using(scale), members.left_as_found(), set_aside():
            fill_peers("graph")
            yield from measured(scale)
            yield from follows_at_once(scale)
