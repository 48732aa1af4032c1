"""Pages of a feed while others add, delete and hide: nothing comes twice, and nothing that stays is skipped."""

from datetime import timedelta
from random import Random
from threading import Event

import pytest

from accounts.users.services import create_user
from config import clock
from config.testing.crowd import all_at_once
from moderation.cases.models import Case
from social.activity import queries, services, sources
from social.activity.keys import item_id
from social.activity.models import ActivityEvent, ActivityFlag
from social.activity.tests.acting import item_of
from social.graph.models import Follow

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def people(count: int) -> list:
    names = [f"p{n:03}y" for n in range(count)]
    return [create_user(username=name, email=f"{name}@example.com", password=None) for name in names]


def seed(actors: list, each: int) -> list:
    """Items of the past hours, some pairs of them at the same moment."""
    began = clock.now() - timedelta(hours=9)
    rows = [
        ActivityEvent(
            id=item_id(began + timedelta(seconds=20 * (number // 2)), number + 1), actor=actors[number % len(actors)],
            verb="used", kind="profile", thing_id=actors[0].pk, occurred_at=began,
        )
        for number in range(len(actors) * each)
    ]  # fmt: skip
    return [row.pk for row in ActivityEvent.objects.bulk_create(rows)]


@pytest.mark.deep
def test_whoever_pages_while_fifty_write_sees_all_that_was_there_and_stays_once():
    reader, *actors = people(41)
    Follow.objects.bulk_create([Follow(follower=reader, followee=actor) for actor in actors])
    there = seed(actors, each=15)
    going = Random(1).sample(there, 120)
    staying, over, seen = set(there) - set(going), Event(), {}

    def write(number: int):
        def act() -> None:
            random = Random(number)
            for pk in going[number::50]:
                item_of(random.choice(actors))
                item_of(random.choice(actors), ago=timedelta(hours=random.random() * 9))  # a late one, in between
                actor = ActivityEvent.objects.get(pk=pk).actor
                if random.random() < 0.5:
                    services.delete_item(actor=actor, item_id=pk)
                else:
                    services.hide_item(pk)

        return act

    def page(name: str, is_grouped: bool):
        def act() -> None:
            source = sources.source(name) or sources.EVERYBODY
            below, found, counted = None, [], 0
            while True:
                page = queries.feed(reader, source, limit=13, below=below, is_grouped=is_grouped)
                found += [entry.newest["id"] for entry in page.entries]
                counted += sum(entry.count for entry in page.entries)
                if page.last is None:
                    break
                below = page.last
            seen[name, is_grouped] = found, counted

        return act

    readers = [page("following", False), page("all", False), page("global", False), page("following", True)]
    assert all_at_once(*[write(number) for number in range(50)], *readers) == []
    over.set()
    for (name, is_grouped), (found, counted) in seen.items():
        assert len(found) == len(set(found)), name
        assert found == sorted(found, reverse=True), name
        if is_grouped:
            assert counted >= len(staying)
        else:
            assert staying <= set(found), name
    gone = set(ActivityEvent.objects.exclude(hidden_at=None, deleted_at=None).values_list("pk", flat=True))
    assert gone == set(going)
    after = {
        entry.newest["id"] for entry in queries.feed(reader, sources.EVERYBODY, limit=2_000, is_grouped=False).entries
    }
    assert after.isdisjoint(gone)
    assert staying <= after


def test_twenty_flags_at_once_are_counted_and_hide_it_once():
    owner, *crowd = people(21)
    item = item_of(owner)
    deeds = [lambda one=one: services.flag(member=one, item_id=item.pk, category="spam") for one in crowd]
    failed = all_at_once(*deeds)
    # Whoever came when it was hidden found nothing more to flag.
    assert {type(error).__name__ for error in failed} <= {"ItemNotFound", "ThingNotFound"}
    item.refresh_from_db()
    counted = ActivityFlag.objects.filter(item=item).count()
    assert (item.flag_count, counted) == (20 - len(failed), 20 - len(failed))
    assert counted >= 3
    assert item.hidden_at is not None
    assert Case.objects.get(kind="activity", thing_id=item.pk).report_count == counted


def test_one_member_flagging_ten_times_at_once_flags_once():
    owner, other = people(2)
    item = item_of(owner)
    assert all_at_once(*[lambda: services.flag(member=other, item_id=item.pk, category="spam")] * 10) == []
    item.refresh_from_db()
    assert (item.flag_count, ActivityFlag.objects.count()) == (1, 1)
