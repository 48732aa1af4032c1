"""Reading the table, for those who hold sockets: heads, frames behind a number, and where there is something new."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Min, Q, QuerySet, TextField
from django.db.models.functions import Cast

from config import clock
from config.realtime.envelopes import envelope
from config.realtime.models import ChannelHead, Frame
from config.realtime.publishing import Message

LONGEST_TRANSACTION = 60.0
_TOGETHER = 100

_SNAPSHOT = """
SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint,
       (SELECT max(id) FROM realtime_frame) FROM pg_current_snapshot() AS now
"""


def heads_of(channels: Iterable[str]) -> dict[str, int]:
    """The newest number of each channel; 0 of those in which nothing was said yet."""
    names = list(channels)
    found = dict(ChannelHead.objects.filter(channel__in=names).values_list("channel", "seq"))
    return {name: found.get(name, 0) for name in names}


def oldest_kept(channel: str) -> int | None:
    """The lowest number that is still kept; None where nothing is."""
    found: int | None = Frame.objects.filter(channel=channel).aggregate(oldest=Min("seq"))["oldest"]
    return found


def frames_between(channel: str, after: int, upto: int, *, most: int) -> list[Message]:
    """The frames of a channel behind a number, up to another, in their order."""
    return _messages(Frame.objects.filter(channel=channel, seq__gt=after, seq__lte=upto).order_by("seq")[:most])


def frames_behind(lasts: Mapping[str, int], *, most: int) -> list[Message]:
    """The frames of many channels behind a number of each, oldest first, which within a channel is their order."""
    found: list[Message] = []
    names = sorted(lasts)
    for start in range(0, len(names), _TOGETHER):
        wanted = Q(pk__in=[])
        for name in names[start : start + _TOGETHER]:
            wanted |= Q(channel=name, seq__gt=lasts[name])
        found += _messages(Frame.objects.filter(wanted).order_by("pk")[: most - len(found)])
        if len(found) >= most:
            break
    return found


def _messages(rows: QuerySet[Frame]) -> list[Message]:
    return list(_read(rows))


def _read(rows: QuerySet[Frame]) -> Iterator[Message]:
    columns = rows.annotate(text=Cast("data", TextField())).values_list(
        "pk", "channel", "seq", "type", "created_at", "text"
    )
    for pk, channel, seq, type_, at, data in columns:
        text = envelope(id=str(pk), type=type_, channel=channel, seq=seq, at=at, data=data)
        yield Message(channel, seq, type_, text)


class _Look(NamedTuple):
    """What a look saw: the highest id, which transaction comes next, and when it was."""

    highest: int
    following: int
    at: float


class Watch:
    """Finds where there is something new, whoever failed to say so.

    Ids are given before the commit, so a lower one may come to light after a higher one. A look therefore begins at the
    highest id below which nothing can come any more: on PostgreSQL, one that was seen before every transaction that
    now runs had begun to write. One that writes for longer than a minute is found by the next frame of its channel. On
    SQLite one transaction writes at a time.
    """

    def __init__(self) -> None:
        # What was posted within the last minute may still come to light below what is there.
        old = Frame.objects.filter(created_at__lt=clock.now() - timedelta(seconds=LONGEST_TRANSACTION))
        self._floor: int = old.order_by("-pk").values_list("pk", flat=True).first() or 0
        self._looks: deque[_Look] = deque()

    def look(self) -> dict[str, int]:
        """The channels in which something may be new, with their newest number."""
        now = time.monotonic()
        if connection.vendor != "postgresql":
            found, highest = self._behind(self._floor)
            self._floor = max(self._floor, highest)
            return found
        with connection.cursor() as cursor:
            cursor.execute(_SNAPSHOT)
            oldest, following, highest = cursor.fetchone()
        if (highest or 0) <= self._floor:
            return {}
        found, _highest = self._behind(self._floor)
        self._looks.append(_Look(highest, following, now))
        while self._looks and (self._looks[0].following <= oldest or self._looks[0].at < now - LONGEST_TRANSACTION):
            self._floor = max(self._floor, self._looks.popleft().highest)
        return found

    def _behind(self, floor: int) -> tuple[dict[str, int], int]:
        rows = Frame.objects.filter(pk__gt=floor).order_by().values("channel").annotate(last=Max("seq"), top=Max("pk"))
        seen = list(rows.values_list("channel", "last", "top"))
        return {channel: last for channel, last, _top in seen}, max((top for _, _, top in seen), default=0)
