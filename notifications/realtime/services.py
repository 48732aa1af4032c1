"""Keeping count of gateways and sockets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction

from config import clock
from config.db import wait_lock
from notifications.realtime.errors import TooManyConnections
from notifications.realtime.models import Gateway, Socket
from notifications.realtime.queries import DEAD_AFTER, number_of_sockets

_TRY_AGAIN_SECONDS = 10


def open_gateway(*, gateway_id: UUID, host: str) -> None:
    """Say that this process holds sockets from now on."""
    Gateway.objects.create(pk=gateway_id, host=host[:100])


@transaction.atomic
def open_socket(*, gateway_id: UUID, member_id: UUID, sort: str) -> int:
    """Count one more socket of the member; refused where they have as many as they may. Many at once wait in turn."""
    wait_lock(f"sockets:{member_id}")
    if number_of_sockets(member_id) >= settings.REALTIME_SOCKETS_A_MEMBER:
        raise TooManyConnections(_TRY_AGAIN_SECONDS)
    return Socket.objects.create(gateway_id=gateway_id, member_id=member_id, sort=sort).pk


def close_sockets(socket_ids: Iterable[int]) -> int:
    """Count sockets no more that have ended."""
    return Socket.objects.filter(pk__in=list(socket_ids)).delete()[0]


@transaction.atomic
def beat(*, gateway_id: UUID, host: str, held: Mapping[int, tuple[UUID, str]]) -> None:
    """Say that this process lives. One that was thought dead and forgotten counts its sockets (`held`) anew."""
    if Gateway.objects.filter(pk=gateway_id).update(beat_at=clock.now()):
        return
    open_gateway(gateway_id=gateway_id, host=host)
    Socket.objects.bulk_create(
        [Socket(pk=pk, gateway_id=gateway_id, member_id=member, sort=sort) for pk, (member, sort) in held.items()],
        ignore_conflicts=True,
    )


def close_gateway(gateway_id: UUID) -> None:
    """Say that this process ends: its sockets do not count any more."""
    Gateway.objects.filter(pk=gateway_id).delete()


def prune() -> dict[str, int]:
    """Forget gateways that are long dead, and their sockets; returns how many of each."""
    _all, counts = Gateway.objects.filter(beat_at__lt=clock.now() - 3 * DEAD_AFTER).delete()
    return {"gateways": counts.get("notifications.Gateway", 0), "sockets": counts.get("notifications.Socket", 0)}
