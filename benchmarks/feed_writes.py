"""What an item of a feed costs to write, and what feeds weigh: an item is one row, however many may read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count

from django.db import connection, transaction

from accounts.users.models import User
from benchmarks import members
from benchmarks.aside import megabytes, one, run
from benchmarks.databases import ASIDE
from benchmarks.load import Caller, bearer, request
from benchmarks.measuring import Line, at_scale, in_turn, seconds_each
from config import clock
from config.events import DomainEvent
from social.activity import services
from social.activity.keys import item_id
from workbooks.engagement.events import WorkbookFavorited

TIMES, ROUNDS = 100, 5
_FIRST_CAUSE = 1 << 46
"""The number of the first event that is made up here: above all that there are, so that nothing has ended it."""

_INSERT = (
    "INSERT INTO social_activityevent (id, actor_id, verb, kind, thing_id, target_kind, metadata, visibility,"
    " occurred_at, is_pinned, flag_count)"
    " VALUES (%s, %s, 'favorited', 'workbook', %s, '', '{}', 'public', %s, false, 0)"
)


def writes(scale: int, peers: int, fanout: str) -> Iterator[Line]:
    """The subscriber beside a bare insert of the row, the peer's action, and a row for each follower."""
    actor, began = members.someone(), clock.now()
    book = one("SELECT id FROM workbooks_workbook ORDER BY id LIMIT 1")
    number, followers = count(_FIRST_CAUSE), _followers_of_many()
    caller = Caller(peers)
    act = request("POST", "/acts", bearer(members.token_of_peer(actor)), {"times": TIMES})

    def bare() -> None:
        at = clock.now()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_INSERT, [item_id(at, next(number)), actor.pk, book, at])

    def ours() -> None:
        cause = DomainEvent(pk=next(number), actor_id=actor.pk, occurred_at=clock.now())
        services.keep_up(event=WorkbookFavorited(actor_id=actor.pk, workbook_id=book), cause=cause)

    def fanned_out() -> None:
        run(f"INSERT INTO {fanout} SELECT follower_id, %s FROM social_follow WHERE followee_id = %s",
            item_id(clock.now(), next(number)), followers.pk)  # fmt: skip

    try:
        medians = in_turn(
            {
                "bare": lambda: seconds_each(bare, TIMES) * 1e6,
                "ours": lambda: seconds_each(ours, TIMES) * 1e6,
                "peer": lambda: json.loads(caller.ask(act))["took"] * 1e3,
                "fan-out": lambda: seconds_each(fanned_out, 1) * 1e6,
            },
            rounds=ROUNDS,
        )
    finally:
        run("DELETE FROM social_activityevent WHERE occurred_at >= %s", began)
        run("VACUUM (ANALYZE) social_activityevent")
    what, least = f"an item, {at_scale(scale)}", medians["bare"]
    yield Line(what, "bare insert", least, "µs")
    yield Line(what, "ours, the subscriber", medians["ours"], "µs", medians["ours"] / least, "bare insert")
    yield Line(what, "django-activity-stream", medians["peer"], "µs", medians["peer"] / medians["ours"], "ours")
    many = one("SELECT count(*) FROM social_follow WHERE followee_id = %s", followers.pk)
    share = medians["fan-out"] / medians["ours"]
    yield Line(what, f"a row for each of {many:,} followers", medians["fan-out"], "µs", share, "ours")


def _followers_of_many() -> User:
    found = run("SELECT user_id FROM accounts_profile ORDER BY followers_count DESC, user_id LIMIT 1")
    return User.objects.get(pk=found[0][0])


def sizes(scale: int, fanout: str) -> Iterator[Line]:
    """What the items weigh with us, at the peer, and as rows of a fan-out table, had each of them been written out."""
    items = one("SELECT count(*) FROM social_activityevent")
    what = f"weight of {items:,} items, {at_scale(scale)}"
    rows, indexes = megabytes("social_activityevent")
    yield Line(what, "ours, rows", rows, "MiB")
    yield Line(what, "ours, four indexes", indexes, "MiB")
    theirs = sum(megabytes(f"{ASIDE}.actstream_action"))
    yield Line(what, "django-activity-stream", theirs, "MiB", theirs / (rows + indexes), "ours")
    each = sum(megabytes(fanout)) / one(f"SELECT count(*) FROM {fanout}")
    written = one("SELECT sum(p.followers_count) FROM social_activityevent e JOIN accounts_profile p"
                  " ON p.user_id = e.actor_id")  # fmt: skip
    yield Line(
        what, f"as {written:,} rows of fan-out", each * written, "MiB", each * written / (rows + indexes), "ours"
    )
