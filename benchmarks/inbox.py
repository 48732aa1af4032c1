"""The inbox: a page, the unread count, reading everything; and one event told to ten thousand.

`INBOX_ROWS` says how many notifications there are (5,000,000), a thousand of them those of who reads; somebody else
has `CROWDED`. A fifth of each one's is unread. The floor is the bare statement; the peer is the model of
django-notifications-hq through the ORM (`benchmarks.peers.inbox`). Where the peer takes less than ten bare statements
do, as in counting a few hundred rows by an index, no way through the database is ten times faster.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts.profiles.bulk import put_profiles
from accounts.users.bulk import put_users
from accounts.users.models import User
from benchmarks import databases
from benchmarks.aside import one
from benchmarks.aside import run as execute
from benchmarks.databases import ASIDE
from benchmarks.measuring import Line, in_turn, seconds_each
from config import clock, compiled
from config.db import uuid7
from config.roles import Viewer
from notifications.inbox import queries, services, shapes
from notifications.inbox.told import Told
from notifications.types import find

ROWS = int(os.environ.get("INBOX_ROWS", "5000000"))
TIMES, ROUNDS, PAGE, RECIPIENTS, OWN, CROWDED = 50, 5, 20, 10_000, 1_000, 50_000
NAME = "sigma_bench_inbox"
_causes = count(1 << 40)

_ROWS = """
INSERT INTO notifications_notification (id, created_at, recipient_id, type, group_key, kind, thing_id, actor_id,
    actor_count, count, position, data, stays, in_app, channels, read_at, changed_at)
SELECT gen_random_uuid(), now() - n * interval '1 second', u.id, 'user.followed', 'g' || n, 'profile', u.id, a.id,
    1, 1, 1000000 - n, '{}', false, true, '[]', CASE WHEN n %% 5 = 0 THEN NULL ELSE now() END, now()
FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM accounts_user) u
CROSS JOIN generate_series(1, %s) n
CROSS JOIN LATERAL (SELECT id FROM accounts_user WHERE username = 'm' || (1 + (n + u.place) %% 100)) a
WHERE u.place BETWEEN %s AND %s
"""
_STATES = """
INSERT INTO notifications_inboxstate (member_id, position, read_through, settled_through, unread, spent)
SELECT recipient_id, max(position), 0, 0, count(*) FILTER (WHERE read_at IS NULL), '{}'
FROM notifications_notification GROUP BY 1
"""
_COUNTS = """
INSERT INTO notifications_unreadcount (member_id, type, count, by_email, by_push)
SELECT member_id, 'user.followed', unread, 0, 0 FROM notifications_inboxstate
"""
_THEIRS = f"""
INSERT INTO {ASIDE}.peer_notification (level, recipient_id, unread, actor_content_type_id, actor_object_id, verb,
    timestamp, public, deleted, emailed)
SELECT 'info', recipient_id, read_at IS NULL, (SELECT id FROM django_content_type WHERE app_label = 'accounts' AND
    model = 'user'), actor_id::text, 'followed', created_at, true, false, false FROM notifications_notification
"""
_PAGE = (
    f"SELECT * FROM notifications_notification WHERE recipient_id = %s AND in_app AND archived_at IS NULL"
    f" ORDER BY position DESC, id DESC LIMIT {PAGE + 1}"
)
_UNREAD = "SELECT type, count FROM notifications_unreadcount WHERE member_id = %s"


def run(scales: list[int]) -> Iterator[Line]:
    before = connection.settings_dict["NAME"]
    with databases.scratch(NAME):
        databases.connect_to(NAME)
        try:
            yield from _measured()
        finally:
            databases.connect_to(before)


def _measured() -> Iterator[Line]:
    _people(max(RECIPIENTS + 1, ROWS // OWN + 1))
    others = max(1, ROWS // OWN)
    execute(_ROWS, OWN, 1, others)
    execute(_ROWS, CROWDED, others + 1, others + 1)
    execute(_STATES)
    execute(_COUNTS)
    peer = _peer()
    execute("VACUUM (ANALYZE)")
    for order, its in (("unread", OWN), ("unread DESC", CROWDED)):
        reader = User.objects.get(pk=one(f"SELECT member_id FROM notifications_inboxstate ORDER BY {order}, 1 LIMIT 1"))
        yield from _reads(reader, peer, its)
    yield from _telling()


def _people(number: int) -> None:
    at = clock.now().strftime("%Y-%m-%d %H:%M:%S")
    ids = [str(uuid7()) for _ in range(number)]
    with transaction.atomic():
        put_users((each, f"m{place}", at) for place, each in enumerate(ids))
        put_profiles((each, "", "", at, 0, 0, 0, "everyone", "everyone", False) for each in ids)


def _peer() -> Any:
    from benchmarks.peers.inbox import Notification

    execute(f"CREATE SCHEMA {ASIDE}")
    with connection.schema_editor() as editor:
        editor.create_model(Notification)
    execute(_THEIRS)
    execute(f"CREATE INDEX ON {ASIDE}.peer_notification (recipient_id, unread)")
    return Notification


def _reads(reader: User, peer: Any, own: int) -> Iterator[Line]:
    theirs = peer.objects.filter(recipient=reader)

    def bare_page() -> Any:
        return execute(_PAGE, reader.pk)

    def bare_count() -> Any:
        return execute(_UNREAD, reader.pk)

    def rows() -> list[dict[str, Any]]:
        def build(viewer: Viewer) -> Any:
            return queries.listed(viewer, is_unread=None).order_by("-position", "-id")[: PAGE + 1]

        return compiled.rows("benchmark.inbox", build, viewer=reader)

    def their_page() -> Any:
        return [(row.verb, row.actor, row.target) for row in theirs[:PAGE]]

    def bare_both() -> Any:
        return bare_page(), bare_count()

    def both() -> Any:
        return rows(), queries.unread_counts(reader.pk)

    def their_both() -> Any:
        return their_page(), theirs.filter(unread=True).count()

    what = f"{own:,} of {ROWS:,} notifications"
    yield from _compared(f"a page and the unread count, {what}", bare_both, both, their_both, goal=True)
    yield from _compared(f"a page, {what}", bare_page, rows, their_page, goal=True)
    yield from _compared(f"a page worded, {what}", bare_page, lambda: shapes.notifications(rows(), reader), their_page)
    yield from _compared(
        f"unread count, {what}",
        bare_count,
        lambda: queries.unread_counts(reader.pk),
        lambda: theirs.filter(unread=True).count(),
        goal=True,
    )
    yield from _compared(
        f"reading everything, {what}",
        None,
        partial(_undone, lambda: services.read_all(member_id=reader.pk)),
        partial(_undone, lambda: theirs.filter(unread=True).update(unread=False)),
        goal=True,
    )


class _Undone(Exception):
    """Takes back what was measured."""


def _undone(act: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            act()
            raise _Undone
    except _Undone:
        pass


def _compared(
    what: str,
    bare: Callable[[], object] | None,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    goal: bool = False,
) -> Iterator[Line]:
    acts = {"bare statement": bare, "ours": ours, "django-notifications-hq": theirs}
    contestants = {name: partial(_milliseconds, act) for name, act in acts.items() if act is not None}
    medians = in_turn(contestants, rounds=ROUNDS)
    if bare is not None:
        yield Line(what, "bare statement", medians["bare statement"], "ms")
    ratio = medians["django-notifications-hq"] / medians["ours"]
    above = medians["ours"] / medians["bare statement"] if bare is not None else None
    yield Line(what, "ours", medians["ours"], "ms", above, "bare statement" if bare is not None else "")
    wanted, met = ("≥ 10", ratio >= 10) if goal else ("", None)
    yield Line(what, "django-notifications-hq", medians["django-notifications-hq"], "ms", ratio, "ours", wanted, met)


def _milliseconds(act: Callable[[], object]) -> float:
    return seconds_each(act, TIMES) * 1e3


def _telling() -> Iterator[Line]:
    """One event told to ten thousand in pieces of a thousand: rows, counts, mails on the queue and frames."""
    people = [row[0] for row in execute("SELECT id FROM accounts_user ORDER BY id DESC LIMIT %s", RECIPIENTS)]

    def tell() -> float:
        declared = find("comment.created")
        assert declared is not None
        cause = next(_causes)
        told = Told(declared, cause, clock.now(), f"benchmark:{cause}", actor_id=uuid7(), thing=("workbook", uuid7()))
        began = time.perf_counter()
        for start in range(0, RECIPIENTS, 1_000):
            services.tell(told, _piece(people, start))
        return time.perf_counter() - began

    seconds = in_turn({"ours": tell}, rounds=3)["ours"]
    yield Line(f"an event told to {RECIPIENTS:,}", "ours", seconds, "s", None, "", "≤ 2 s", seconds <= 2)


def _piece(people: list[UUID], start: int) -> list[UUID]:
    return people[start : start + 1_000]
