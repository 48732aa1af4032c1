"""What became of the messages of the trial: the database's own account, held against the providers' books."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from config.testing.served import Served
from config.tests.faults.kills import GATEWAY, Kill
from config.tests.faults.proof import number, rows
from config.tests.faults.providers import Take
from config.tests.faults.watchers import Frame, Watchers

PROVIDED = 3
TYPES = ["workbook.favorited", "comment.created", "comment.mentioned"]
_OWED = "SELECT count(*) FROM events_delivery WHERE state = 'pending'"
_WAITING = "SELECT count(*) FROM notifications_delivery WHERE state = 'waiting'"
_HEADS = "SELECT substr(channel, 6), seq FROM realtime_channelhead WHERE channel LIKE 'user:%'"
_FRAMES = "SELECT substr(channel, 6), seq, type, data FROM realtime_frame WHERE channel LIKE 'user:%' ORDER BY seq"
_CAUSES = """
SELECT cause_id, recipient_id, notification_id, decisions FROM notifications_notificationcause WHERE type = ANY(%s)
"""
_ROWS = """
SELECT row.id, row.cause_id, row.recipient_id, row.channel, row.thread, row.target_id, row.state, row.attempts,
       row.crashes, coalesce(address.kind, 'mail'), coalesce(address.value, member.email)
FROM notifications_delivery AS row JOIN accounts_user AS member ON member.id = row.recipient_id
LEFT JOIN notifications_address AS address ON address.id = row.target_id
WHERE row.type = ANY(%s) ORDER BY row.id
"""


class Row(NamedTuple):
    """One delivery as the queue knows it."""

    key: str
    cause_id: int
    recipient_id: Any
    channel: str
    thread: str
    target_id: Any
    state: str
    attempts: int
    crashes: int
    provider: str
    target: str


def told(text: str) -> Any:
    """What a process printed last."""
    return json.loads(text.strip().splitlines()[-1])


def is_all_done(served: Served, watchers: Watchers) -> bool:
    """Whether nothing is owed, nothing waits, and every client is up to date."""
    if number(served, _OWED) or number(served, _WAITING):
        return False
    return watchers.have({str(member): seq for member, seq in rows(served, _HEADS)})


def frames(served: Served) -> dict[str, list[Frame]]:
    """The frames of every member's own channel."""
    found: dict[str, list[Frame]] = defaultdict(list)
    for member, seq, kind, data in rows(served, _FRAMES):
        found[member].append(Frame(seq, kind, data))
    return found


def deliveries(served: Served) -> list[Row]:
    """All that the deeds of the trial brought about, in the order in which it was asked for."""
    return [Row(str(first), *rest) for first, *rest in rows(served, _ROWS, TYPES)]


def summary(served: Served, takes: Sequence[Take]) -> str:
    """The figures, for whoever runs it."""
    found = deliveries(served)
    states, crashes = Counter(row.state for row in found), sum(row.crashes for row in found)
    taken, doubled = Counter(take.provider for take in takes), len(takes) - len({take.key for take in takes})
    retried = sum(row.attempts for row in found)
    return f"{dict(states)}, taken {dict(taken)}, {doubled} doubles, {crashes} crashes noted, {retried} tries failed"


def prove(served: Served, takes: Sequence[Take], kills: Sequence[Kill], *, events: int) -> None:
    """Each event was told to its one person by all four channels; by the providers' books, once and in order."""
    prove_told(served, events)
    found = deliveries(served)
    assert Counter(row.state for row in found) == {"sent": events * PROVIDED}
    assert set(Counter((row.cause_id, row.provider) for row in found).values()) == {1}
    known, ours = {row.key: row for row in found}, []
    for take in takes:
        if (row := known.get(take.key)) is not None:
            assert (take.provider, take.target) == (row.provider, row.target), take
            ours.append(take)
    assert {take.key for take in ours} == set(known)
    prove_once(ours, kills)
    prove_in_order(ours, found)


def prove_told(served: Served, events: int) -> None:
    """By every channel at once, each with one notification and one frame, numbered without a gap."""
    causes = rows(served, _CAUSES, TYPES)
    assert len({cause for cause, *_ in causes}) == len(causes) == events
    assert len({notification for _, _, notification, _ in causes}) == events
    decided = {tuple(sorted((name, said[0]) for name, said in each.items())) for *_, each in causes}
    assert decided == {(("email", "now"), ("in_app", "now"), ("push", "now"))}
    assert number(served, "SELECT count(*) FROM events_delivery") == 0, "a delivery is parked"
    channels = frames(served)
    for member, each in channels.items():
        assert [frame.seq for frame in each] == list(range(1, len(each) + 1)), member
    said = Counter(frame.data["id"] for each in channels.values() for frame in each if frame.type == "notification")
    assert set(said.values()) == {1}
    assert {str(notification) for _, _, notification, _ in causes} <= set(said)


def prove_once(takes: Iterable[Take], kills: Sequence[Kill]) -> None:
    """Whatever came twice has a kill of a worker of its own in between: one kill repeats one message."""
    by_key: dict[str, list[float]] = defaultdict(list)
    for take in takes:
        by_key[take.key].append(take.at)
    spans = [pair for times in by_key.values() for pair in pairwise(times)]
    free = sorted(kill.at for kill in kills if kill.what != GATEWAY)
    # Whichever ends first takes the earliest kill in it: if any way of sharing them out is right, that one is.
    for begin, end in sorted(spans, key=lambda span: span[1]):
        mine = next((at for at in free if begin <= at <= end), None)
        assert mine is not None, f"a message came twice, {end - begin:.2f} s apart, and no kill was to blame"
        free.remove(mine)


def prove_in_order(takes: Iterable[Take], found: Sequence[Row]) -> None:
    """Of one person, thread and way, messages first came in the order in which they were asked for."""
    place = {key: number for number, key in enumerate(dict.fromkeys(take.key for take in takes))}
    threads: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in found:
        threads[row.recipient_id, row.thread, row.channel, row.target_id].append(place[row.key])
    assert any(len(places) > 1 for places in threads.values())
    assert [thread for thread, places in threads.items() if places != sorted(places)] == []
