"""Follows and unfollows by 50 clients at once over HTTP; afterwards every count must equal its rows."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

from accounts.users.models import User
from benchmarks import members
from benchmarks.aside import run
from benchmarks.asking import API, with_redis
from benchmarks.clients import each_once
from benchmarks.load import bearer, request
from benchmarks.measuring import Line, at_scale
from benchmarks.serving import served

CLIENTS, EACH, ROUNDS = 50, 20, 3
PATIENT = {"WEB_QUEUE_MS": "60000"}
"""Our server lets everybody wait, where it would ask them to come again: what is measured is the deed."""
FAMOUS = 20
"""Of whom every client follows half of what they follow, so that they meet at the same counts."""

_ACTORS = "SELECT id FROM accounts_user WHERE status = 'active' AND role = 'member' ORDER BY md5(id::text) LIMIT %s"
_OPEN = (
    "SELECT u.id, u.username FROM accounts_user u JOIN accounts_profile p ON p.user_id = u.id WHERE NOT"
    " p.approves_followers AND u.status = 'active' AND p.hidden_at IS NULL AND u.id <> ALL(%s)"
    " AND NOT EXISTS (SELECT 1 FROM social_follow WHERE follower_id = ANY(%s) AND followee_id = u.id)"
    " AND NOT EXISTS (SELECT 1 FROM social_block WHERE blocker_id = ANY(%s) AND blocked_id = u.id)"
    " AND NOT EXISTS (SELECT 1 FROM social_block WHERE blocked_id = ANY(%s) AND blocker_id = u.id)"
    " ORDER BY {} LIMIT %s"
)
_COUNTS = (
    "SELECT user_id, followers_count, following_count,"
    " (SELECT count(*) FROM social_follow WHERE followee_id = user_id),"
    " (SELECT count(*) FROM social_follow WHERE follower_id = user_id)"
    " FROM accounts_profile WHERE user_id = ANY(%s) ORDER BY user_id"
)

Pair = tuple[User, UUID, str]


def pairs() -> list[Pair]:
    """Who follows whom: each of the actors half of the famous and as many others, in an order that has them collide."""
    actors = list(User.objects.filter(pk__in=[row[0] for row in run(_ACTORS, CLIENTS)]))
    ids = [actor.pk for actor in actors]
    famous = run(_OPEN.format("p.followers_count DESC, u.id"), ids, ids, ids, ids, FAMOUS)
    others = run(_OPEN.format("md5(u.id::text)"), ids, ids, ids, ids, FAMOUS + CLIENTS * EACH // 2)
    chance, rest = random.Random(1), [row for row in others if row not in famous]
    found = [
        (actor, *person)
        for at, actor in enumerate(actors)
        for person in chance.sample(famous, EACH // 2) + rest[at * (EACH // 2) : (at + 1) * (EACH // 2)]
    ]
    chance.shuffle(found)
    return found


def proved(people: list[UUID], what: str) -> list[tuple[object, ...]]:
    """The counts of these people; the benchmark ends where one is not the number of its rows."""
    found = run(_COUNTS, people)
    if wrong := [row for row in found if row[1:3] != row[3:5]]:
        raise SystemExit(f"benchmark: after {what} {len(wrong)} of {len(found)} counts are wrong: {wrong[:3]}")
    return found


def requests_of(method: str, who: str, chosen: list[Pair], tokens: dict[UUID, str]) -> list[bytes]:
    """The same deeds as one of the contestants is asked for them."""
    if who == "ours":
        return [request(method, f"{API}/users/{name}/follow", bearer(tokens[actor.pk])) for actor, _pk, name in chosen]
    if who == "peer":
        keys = {actor.pk: bearer(members.token_of_peer(actor)) for actor, _pk, _name in chosen}
        return [request(method, f"/{pk}/follow", keys[actor.pk]) for actor, pk, _name in chosen]
    return [request(method, f"/{pk}/follow", {"X-Member": str(actor.pk)}) for actor, pk, _name in chosen]


def rate(port: int, requests: list[bytes]) -> float:
    """Requests a second; each must be answered with a 2xx."""
    tally = each_once(port, requests, clients=CLIENTS)
    if not all(200 <= status < 300 for status in tally.statuses):
        raise SystemExit(f"benchmark: of {len(requests)} follows {tally.statuses_in_words()}")
    return tally.answered / tally.seconds


def follows_at_once(scale: int) -> Iterator[Line]:
    chosen = pairs()
    people = list({pk for actor, pk, _name in chosen} | {actor.pk for actor, _pk, _name in chosen})
    tokens = {actor.pk: members.token_of(actor) for actor, _pk, _name in chosen}
    before = proved(people, "nothing")
    rates: dict[tuple[str, str], list[float]] = {}
    with ExitStack() as stack:
        file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "floor.json"
        file.write_text("{}")
        many = {"workers": 2, "threads": 32}
        ports = {
            "floor": served("benchmarks.floor:application", "", workers=2, FLOOR=str(file)),
            "ours": served("config.wsgi:application", "config.settings", **many, **with_redis(), **PATIENT),
            "peer": served("benchmarks.peers.settings:application", "benchmarks.peers.settings", **many),
        }
        found = {who: stack.enter_context(server) for who, server in ports.items()}
        for turn in range(ROUNDS + 1):
            for who, port in found.items():
                for method in ("POST", "DELETE"):
                    figure = rate(port, requests_of(method, who, chosen, tokens))
                    after = proved(people, f"{method} by {who}")
                    if turn:
                        rates.setdefault((method, who), []).append(figure)
                if after != before:
                    raise SystemExit(f"benchmark: {who} has left other counts than it found")
    medians = {key: statistics.median(figures) for key, figures in rates.items()}
    for method, name in (("POST", "follow"), ("DELETE", "unfollow")):
        what = f"{name} by {CLIENTS} clients, {at_scale(scale)}"
        floor, ours, peer = (medians[method, who] for who in ("floor", "ours", "peer"))
        yield Line(what, "bare statements", floor, "/s")
        yield Line(what, "ours", ours, "/s", ours / floor, "statements")
        yield Line(what, "django-friendship", peer, "/s", peer / ours, "ours")
    yield Line(
        f"counts afterwards, {at_scale(scale)}", "equal to their rows", len(people) * 2, "", None, "", "all", True
    )
