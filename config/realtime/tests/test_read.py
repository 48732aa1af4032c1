"""Finding what is new, and reading it in order."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config import clock
from config.realtime import channels, post, post_many, queries
from config.realtime.channels import Channel, Recheck, own_place, place_of, register_channel
from config.realtime.models import ChannelHead, Frame
from config.realtime.tasks import prune


def said(channel: str, count: int = 1) -> None:
    with transaction.atomic():
        post_many([(channel, "said", {"n": number}) for number in range(count)])


@pytest.mark.django_db(transaction=True)
def test_a_look_finds_what_came_since_and_nothing_twice_for_ever():
    said("room:a", 3)
    Frame.objects.update(created_at=clock.now() - timedelta(minutes=2))
    watch = queries.Watch()
    assert watch.look() == {}
    said("room:b", 2)
    said("room:a")
    assert watch.look() == {"room:a": 4, "room:b": 2}
    said("room:c")
    assert watch.look()["room:c"] == 1
    assert settles(watch)


def settles(watch: queries.Watch, within: float = 30.0) -> bool:
    """Whether looks come to find nothing: what runs beside, in any database of the server, may put it off."""
    end = time.monotonic() + within
    while watch.look():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_lower_id_that_is_committed_later_is_found():
    watch = queries.Watch()
    begun, ended = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            post("room:late", "said", {})
            begun.set()
            ended.wait()
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait()
    said("room:soon")
    for _look in range(3):  # it stays in sight as long as something older may come
        assert watch.look() == {"room:soon": 1}
    ended.set()
    writer.join()
    assert watch.look() == {"room:late": 1, "room:soon": 1}
    assert settles(watch)


@pytest.mark.django_db(transaction=True)
def test_frames_behind_numbers_come_in_order_and_bounded():
    said("room:a", 5)
    said("room:b", 5)
    found = queries.frames_behind({"room:a": 3, "room:b": 0, "room:c": 0}, most=100)
    assert [(each.channel, each.seq) for each in found] == [
        ("room:a", 4), ("room:a", 5), *(("room:b", seq) for seq in range(1, 6)),
    ]  # fmt: skip
    assert len(queries.frames_behind({"room:a": 0, "room:b": 0}, most=4)) == 4
    assert [each.seq for each in queries.frames_between("room:a", 1, 4, most=2)] == [2, 3]
    assert queries.heads_of(["room:a", "room:c"]) == {"room:a": 5, "room:c": 0}


@pytest.mark.django_db(transaction=True)
def test_many_channels_are_read_in_few_statements():
    for number in range(30):
        said(f"room:{number}")
    with CaptureQueriesContext(connection) as statements:
        assert len(queries.frames_behind({f"room:{number}": 0 for number in range(90)}, most=500)) == 30
    assert len(statements) == 1


@pytest.mark.django_db(transaction=True)
def test_old_frames_go_and_numbers_count_on(settings):
    settings.REALTIME_KEPT_HOURS = 24
    said("room:a", 3)
    Frame.objects.filter(seq__lt=3).update(created_at=clock.now() - timedelta(hours=25))
    assert prune() == {"frames": 2}
    assert queries.oldest_kept("room:a") == 3
    said("room:a")
    assert ChannelHead.objects.get(pk="room:a").seq == 4


@pytest.fixture
def registered():
    made = [
        Channel("mine", own=True), Channel("hall", lambda viewer, id: id == "open", has_id=True),
        Channel("lobby", lambda viewer, id: True, recheck_on=("door.closed", Recheck("door.locked", id="door_id"))),
    ]  # fmt: skip
    for channel in made:
        register_channel(channel)
    yield made
    for channel in made:
        channels.forget_channel(channel.name)


@pytest.mark.django_db
def test_names_mean_what_is_registered_and_nothing_else(owner, registered):
    assert place_of(owner, "mine").stored == f"mine:{owner.pk}"
    assert own_place(owner, registered[0]) == place_of(owner, "mine")
    assert place_of(owner, "hall:open").may_listen(owner)
    assert not place_of(owner, "hall:shut").may_listen(owner)
    assert place_of(owner, "lobby").stored == "lobby"
    assert registered[2].rechecks() == [Recheck("door.closed"), Recheck("door.locked", id="door_id")]
    for name in (
        "hall",
        "hall:",
        "mine:1",
        f"mine:{owner.pk}",
        "lobby:1",
        "!lobby",
        "nothing",
        "",
        "hall:a b",
        "hall:*",
    ):
        assert place_of(owner, name) is None
    assert channels.shown_name(f"mine:{owner.pk}") == "mine"
    assert channels.shown_name("hall:open") == "hall:open"


@pytest.mark.parametrize(
    "wrong",
    [
        Channel("Bad"), Channel("a:b"), Channel("open"), Channel("both", own=True, has_id=True),
        Channel("auto", lambda viewer, id: True, automatic=True),
    ],
)  # fmt: skip
def test_a_channel_that_says_nothing_of_who_may_is_refused(wrong):
    with pytest.raises(TypeError):
        register_channel(wrong)
