"""Posting: written with what causes it, numbered without a gap, in the order of commits."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config.realtime import post, post_many, publishing, tell
from config.realtime.models import ChannelHead, Frame
from config.testing.crowd import at_once


@pytest.fixture
def heard(settings):
    settings.EMBEDDED = True
    messages = []
    listener = messages.extend
    publishing.listen(listener)
    yield messages
    publishing.stop_listening(listener)


def undone():
    with transaction.atomic():
        post("room:1", "said", {"n": 0})
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_frame_outside_of_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        post("room:1", "said", {})
    assert not Frame.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_numbers_of_a_channel_have_no_gap_whatever_was_undone(heard):
    with transaction.atomic():
        assert post("room:1", "said", {"n": 1}).seq == 1
    undone()
    with transaction.atomic():
        assert [each.seq for each in post_many([("room:1", "said", {}), ("room:2", "said", {})])] == [2, 1]
        assert post("room:1", "said", {}).seq == 3
    assert [message.seq for message in heard if message.channel == "room:1"] == [1, 2, 3]
    assert ChannelHead.objects.get(pk="room:1").seq == 3


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_before_the_commit_and_nothing_of_what_was_undone(heard):
    with transaction.atomic():
        post("room:1", "said", {})
        tell("room:1", "typing", {})
        assert heard == []
    assert [message.type for message in heard] == ["said", "typing"]
    undone()
    assert len(heard) == 2


@pytest.mark.django_db(transaction=True)
def test_frames_of_one_post_keep_their_order_and_their_numbers(heard):
    given = [(f"room:{number % 3}", "said", {"n": number}) for number in range(20)]
    with transaction.atomic():
        posted = post_many(given)
    for row, (channel, _type, data) in zip(posted, given, strict=True):
        frame = Frame.objects.get(pk=row.id)
        assert (frame.channel, frame.seq, frame.data) == (channel, row.seq, data)
    for channel in ("room:0", "room:1", "room:2"):
        rows = Frame.objects.filter(channel=channel).order_by("seq")
        assert [row.data["n"] for row in rows] == sorted(row.data["n"] for row in rows)
        assert list(rows.values_list("pk", flat=True)) == sorted(rows.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_the_envelope_says_what_the_row_says(heard):
    with transaction.atomic():
        posted = post("room:1", "said", {"words": 'Grüße\n"\x1e', "n": 1})
    told = json.loads(heard[0].text)
    assert told | {"ts": ""} == {
        "id": str(posted.id), "type": "said", "channel": "room:1", "seq": 1, "ts": "",
        "data": {"words": 'Grüße\n"\x1e', "n": 1},
    }  # fmt: skip
    assert publishing.unpacked(publishing.packed(heard * 2)) == heard * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "data", [{"a": "\x00"}, {"a": ["\x00"]}, {"\x00": 1}, {"a": "x" * 60_000}, {"a": "\ud800"}, []]
)
def test_what_no_client_could_take_is_refused(data):
    with pytest.raises((ValueError, TypeError)), transaction.atomic():
        post("room:1", "said", data)
    assert not Frame.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("channel", ["", "Room:1", "room:", "room:../x", "room:*", "room:1:2", "room 1", "r" * 201])
def test_names_that_no_channel_has_are_refused(channel):
    with pytest.raises(ValueError), transaction.atomic():
        post(channel, "said", {})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_post_is_one_statement_whatever_it_holds():
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        post_many([(f"room:{number}", "said", {}) for number in range(30)])
    assert len(queries) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_who_post_in_the_same_channels_at_once_wait_in_turn_and_lose_nothing():
    def act(number: int) -> None:
        names = ["room:a", "room:b", "room:c"]
        for each in range(10):
            with transaction.atomic():
                post_many(
                    [(name, "said", {"by": number, "n": each}) for name in (names if number % 2 else names[::-1])]
                )

    at_once(act, 20)
    for name in ("room:a", "room:b", "room:c"):
        seqs = list(Frame.objects.filter(channel=name).order_by("pk").values_list("seq", flat=True))
        assert seqs == list(range(1, 201))
