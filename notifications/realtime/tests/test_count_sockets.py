"""Sockets of a member are counted over all processes, those that died left out."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from uuid import uuid4

import pytest

from config import clock
from config.db import uuid7
from config.testing.crowd import at_once
from notifications.realtime import services
from notifications.realtime.errors import TooManyConnections
from notifications.realtime.models import Gateway, Socket


def test_the_eleventh_is_closed_and_one_that_went_makes_room(rooms):
    ana = rooms.member(f"ana-{uuid4().hex[:12]}")
    with ExitStack() as stack:
        ten = [stack.enter_context(rooms.connect(ana)) for _each in range(10)]
        for socket in ten:
            socket.next("welcome")
        with rooms.connect(ana) as eleventh:
            assert eleventh.ended() == (4429, "too_many_connections")
        ten[0].connection.close()
        with rooms.connect(ana) as eleventh:
            eleventh.next("welcome")


@pytest.fixture
def gateway(db):
    services.open_gateway(gateway_id=(pk := uuid7()), host="here:1")
    return Gateway.objects.get(pk=pk)


def test_sockets_of_a_dead_process_do_not_count(owner, gateway, settings):
    settings.REALTIME_SOCKETS_A_MEMBER = 1
    services.open_socket(gateway_id=gateway.pk, member_id=owner.pk, sort="socket")
    with pytest.raises(TooManyConnections):
        services.open_socket(gateway_id=gateway.pk, member_id=owner.pk, sort="socket")
    Gateway.objects.update(beat_at=clock.now() - timedelta(seconds=21))
    services.open_gateway(gateway_id=(other := uuid7()), host="here:2")
    services.open_socket(gateway_id=other, member_id=owner.pk, sort="stream")


def test_who_was_thought_dead_counts_its_sockets_anew(owner, gateway):
    pk = services.open_socket(gateway_id=gateway.pk, member_id=owner.pk, sort="socket")
    Gateway.objects.update(beat_at=clock.now() - timedelta(hours=1))
    assert services.prune() == {"gateways": 1, "sockets": 1}
    services.beat(gateway_id=gateway.pk, host="here:1", held={pk: (owner.pk, "socket")})
    assert list(Socket.objects.values_list("pk", "member_id")) == [(pk, owner.pk)]


def test_one_that_ends_in_good_order_leaves_nothing(owner, gateway):
    services.open_socket(gateway_id=gateway.pk, member_id=owner.pk, sort="socket")
    services.close_gateway(gateway.pk)
    assert not Socket.objects.exists()
    assert services.prune() == {"gateways": 0, "sockets": 0}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_open_at_once_no_more_get_in_than_may(owner, settings):
    settings.REALTIME_SOCKETS_A_MEMBER = 10
    services.open_gateway(gateway_id=(pk := uuid7()), host="here:1")

    def act(_number):
        try:
            return services.open_socket(gateway_id=pk, member_id=owner.pk, sort="socket")
        except TooManyConnections:
            return None

    assert len([each for each in at_once(act, 30) if each]) == 10
