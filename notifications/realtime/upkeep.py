"""What a hub does all the time: listen to the broker, look at the table and at revocations, and show that it lives."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from django.conf import settings

from accounts.auth import services as auth
from accounts.auth.services import Live
from accounts.presence.noting import seen
from config.errors import NotSignedIn
from config.realtime import Message, queries
from config.realtime.publishing import broker_channel, unpacked
from notifications.realtime import services
from notifications.realtime.closing import ended_as
from notifications.realtime.connections import Connection
from notifications.realtime.hints import Hints
from notifications.realtime.hub import CONTROL, FEED, Hub

logger = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
BLIND_SECONDS = 10.0
"""How long connections stay while nobody can say whether their holders may."""
COMPLAINTS_SECONDS = 60.0


def start(hub: Hub) -> None:
    """Begin all of it."""
    hub.tasks = [hub.loop.create_task(begin(hub))]


async def begin(hub: Hub) -> None:
    """Open the gateway, then go on for ever."""
    await _again_and_again(hub, lambda: hub.in_thread(services.open_gateway, gateway_id=hub.id, host=hub.host))
    await _again_and_again(hub, lambda: hub.lines.ready(CONTROL, lambda message: _control(hub, message)))
    hints = Hints(hub)
    await _again_and_again(hub, lambda: hub.lines.ready(FEED, hints.hear))
    loops = [poll(hub), watch(hub), beat(hub), hints.run()]
    if not settings.EMBEDDED:
        loops.append(listen(hub))
    hub.tasks += [hub.loop.create_task(each) for each in loops]
    hub.ready.set()


async def _again_and_again(hub: Hub, attempt: Callable[[], Awaitable[Any]]) -> None:
    while True:
        try:
            await attempt()
            return
        except Exception as error:
            logger.warning("the gateway cannot begin yet: %s", error)
            await asyncio.sleep(settings.REALTIME_POLL_SECONDS)


async def listen(hub: Hub) -> None:
    """Take what others publish. While the broker is away the table is looked at, which is a second later."""
    from redis.asyncio import Redis

    complained_at = float("-inf")
    while True:
        try:
            async with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, health_check_interval=10) as client:
                heard = client.pubsub(ignore_subscribe_messages=True)
                await heard.subscribe(broker_channel())
                while True:
                    said = await heard.get_message(timeout=5.0)
                    if said is not None:
                        _take(hub, said["data"])
        except Exception as error:
            if time.monotonic() - complained_at > COMPLAINTS_SECONDS:
                complained_at = time.monotonic()
                logger.warning("the broker is away; frames come from the table: %s", error)
            await asyncio.sleep(0.5)


def _take(hub: Hub, packed: bytes) -> None:
    try:
        messages = unpacked(packed.decode())
    except ValueError:
        logger.warning("something in the broker is no frame of ours")
        return
    for message in messages:
        hub.lines.take(message)


async def poll(hub: Hub) -> None:
    """Look at the table each second: for what came by no broker."""
    table: queries.Watch | None = None
    while True:
        try:
            if table is None:
                table = await hub.in_thread(queries.Watch)
            hub.lines.newest_are(await hub.in_thread(table.look))
        except Exception as error:
            logger.warning("frames cannot be looked for: %s", error)
        await asyncio.sleep(settings.REALTIME_POLL_SECONDS)


async def watch(hub: Hub) -> None:
    """Look at revocations, and end what may not go on."""
    known, sighted_at = -1, time.monotonic()
    while True:
        try:
            changes: int = await hub.in_thread(auth.what_changed)
            sighted_at = time.monotonic()
            if changes != known:
                await look_at_all(hub)
                known = changes
        except Exception as error:
            if time.monotonic() - sighted_at > BLIND_SECONDS:
                logger.warning("connections end: nobody can say whether their holders may stay: %s", error)
                hub.close_all()
        await asyncio.sleep(settings.REALTIME_REVOCATION_SECONDS)


async def look_at_all(hub: Hub) -> None:
    """Look at each connection about whose session or account something has become known."""
    changed = [each for each in hub.connections if each.live is not None and not auth.is_unchanged(each.live)]
    for connection in changed:
        if connection.live is not None and connection.closed is None:
            await look_at(hub, connection, connection.live)


async def look_at(hub: Hub, connection: Connection, live: Live) -> None:
    """Close the connection of who may not stay; ask a new role for its channels again."""
    try:
        now: Live = await hub.in_thread(auth.live_again, live)
    except NotSignedIn:
        connection.close(ended_as(auth.standing_of(live)))
        return
    if connection.live is live:
        connection.live = now
    before, after = live.principal, now.principal
    if (before.role, before.status, before.email_verified) != (after.role, after.status, after.email_verified):
        await hub.recheck([(connection, place) for place in connection.places.values()])


async def beat(hub: Hub) -> None:
    """Show that the process lives, count no more who has gone, and keep members online who are connected."""
    beaten_at = float("-inf")
    while True:
        await asyncio.sleep(1.0)
        try:
            if hub.left:
                await hub.in_thread(hub.forget_left)
            if time.monotonic() - beaten_at >= BEAT_SECONDS:
                await hub.in_thread(services.beat, gateway_id=hub.id, host=hub.host, held=_held(hub))
                beaten_at = time.monotonic()
        except Exception as error:
            logger.warning("the gateway cannot show that it lives: %s", error)
        now = time.time()
        for connection in hub.connections:
            if connection.live is not None:
                seen.note(connection.live.principal.pk, now)


def _held(hub: Hub) -> dict[int, Any]:
    return {
        each.socket_id: (each.live.principal.pk, each.sort)
        for each in hub.connections
        if each.socket_id is not None and each.live is not None
    }


def _control(hub: Hub, message: Message) -> None:
    """Somebody's right may have ended: ask again, of one member or all, in one channel or all of a kind."""
    data = msgspec.json.decode(message.text)["data"]
    asked = [
        (connection, place)
        for connection in hub.connections
        if data["member"] in (None, connection.member)
        for place in connection.places.values()
        if place.channel.name == data["name"] and data["id"] in (None, place.id)
    ]
    task = hub.loop.create_task(_recheck(hub, asked))
    hub.tasks.append(task)
    task.add_done_callback(hub.tasks.remove)


async def _recheck(hub: Hub, asked: list[Any]) -> None:
    for _try in range(5):
        try:
            await hub.recheck(asked)
            return
        except Exception as error:
            logger.warning("rights cannot be asked: %s", error)
            await asyncio.sleep(settings.REALTIME_REVOCATION_SECONDS)
    for connection, place in asked:  # nobody can say that they may
        connection.lose(place)
