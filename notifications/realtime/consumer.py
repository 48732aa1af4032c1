"""A websocket: opened at the handshake, read message by message, and what each message does.

Messages go by a table (`DEEDS`), so nothing that a client writes names a method. Frames for the client do not pass
here: the hub hands them to the connection.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from channels.consumer import AsyncConsumer
from django.conf import settings

from accounts.auth.services import Live
from config.errors import NotSignedIn, ServiceUnavailable
from config.realtime.channels import Place, place_of
from config.realtime.posting import tell
from config.roles import Status
from config.sockets import SocketFrames, frames_of
from notifications.realtime import closing, handshake, messages
from notifications.realtime.connections import Connection
from notifications.realtime.errors import TooManyConnections
from notifications.realtime.handshake import Given
from notifications.realtime.hub import Hub, NotFound, the_hub
from notifications.realtime.messages import Said, Wrong
from notifications.realtime.models import Sort
from notifications.realtime.outgoing import Buffer, Out

logger = logging.getLogger(__name__)

TYPING_SECONDS = 2.0


class SocketConnection(Connection):
    """A connection that is a websocket. Where the server takes whole frames they are written without a switch."""

    sort = Sort.SOCKET

    def __init__(self, hub: Hub, scope: dict[str, Any], send: Callable[[Any], Awaitable[None]]) -> None:
        self._send = send
        self._frames: SocketFrames | None = frames_of(scope)
        self._sending: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        self._tokens, self._filled_at = float(settings.REALTIME_MESSAGES_A_SECOND), time.monotonic()
        self.typed: dict[str, float] = {}
        super().__init__(hub)

    def make_buffer(self) -> Buffer:
        if self._frames is None:
            return Buffer(None, self._keep_sending)
        buffer = Buffer(self._write)
        self._frames.when_writable(buffer.flush)
        return buffer

    def _write(self, out: Out) -> bool:
        return self._frames is not None and self._frames.write_frame(out.frame)

    def _keep_sending(self) -> None:
        if self._sending is None:
            self._sending = self.hub.loop.create_task(self._send_all())

    async def _send_all(self) -> None:
        try:
            while (out := self.buffer.pop()) is not None:
                await self._send({"type": "websocket.send", "text": out.text})
        except OSError:  # the client is gone, as the reader hears
            self.buffer.clear()
        finally:
            self._sending = None

    def end(self, how: closing.Closing) -> None:
        if self._frames is not None:
            self._frames.end(how.code, how.reason)
            return
        self._ending = self.hub.loop.create_task(self._say_goodbye(how))

    async def _say_goodbye(self, how: closing.Closing) -> None:
        with suppress(OSError):  # the client is gone already
            await self._send({"type": "websocket.close", "code": how.code, "reason": how.reason})

    def may_speak(self) -> bool:
        """Whether this message is within what a client may say in a second."""
        now, most = time.monotonic(), settings.REALTIME_MESSAGES_A_SECOND
        self._tokens = min(float(most), self._tokens + (now - self._filled_at) * most)
        self._filled_at = now
        if self._tokens < 1.0:
            return False
        self._tokens -= 1.0
        return True

    def refuse(self, code: str, detail: str, *, cid: str | None = None, channel: str | None = None) -> None:
        """Say that a message was not taken."""
        self.say("error", {"code": code, "detail": detail}, cid=cid, channel=channel)


class Consumer(AsyncConsumer):
    """One websocket from the handshake to its end."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()
        given = handshake.given_in(scope)
        if not handshake.may_open(scope, given):
            await send({"type": "websocket.close", "code": 4403})
            return
        await send({"type": "websocket.accept", "subprotocol": handshake.protocol_of(scope)})
        connection = SocketConnection(the_hub(), scope, send)
        patience = connection.hub.loop.call_later(settings.REALTIME_AUTH_SECONDS, _give_up, connection)
        try:
            if given.is_something:
                await sign_in(connection, given)
            while (event := await receive())["type"] != "websocket.disconnect":
                if connection.closed is None:
                    await hear(connection, event.get("text"))
        finally:
            patience.cancel()
            connection.gone()


def _give_up(connection: SocketConnection) -> None:
    if connection.live is None:
        connection.close(closing.NO_AUTH_IN_TIME)


async def hear(connection: SocketConnection, text: str | None) -> None:
    """One message."""
    if not connection.may_speak():
        connection.close(closing.TOO_MANY_MESSAGES)
        return
    if text is None:
        connection.close(closing.BAD_FRAME)
        return
    try:
        said = messages.read(text)
    except messages.Unreadable:
        connection.close(closing.BAD_FRAME)
        return
    except Wrong as wrong:
        connection.refuse(wrong.code, wrong.detail, cid=wrong.cid)
        return
    if connection.live is None and said.type not in {"auth", "ping"}:
        connection.close(closing.NOT_SIGNED_IN)
        return
    try:
        await DEEDS[said.type](connection, said)
    except NotFound:
        channel = said.fields.get("channel", "")[:200]
        connection.refuse("not_found", "there is no such channel for you", cid=said.cid, channel=channel)
    except Exception:
        logger.exception("a message of type %s failed", said.type)
        connection.refuse("try_again", "this cannot be done now", cid=said.cid)


async def sign_in(connection: SocketConnection, given: Given, cid: str | None = None) -> None:
    """Find out whose socket it is; a second time, the same member shows that they may stay longer."""
    try:
        if connection.live is None:
            await connection.hub.enter(connection, given.identify())
        else:
            _stay(connection, await connection.hub.in_thread(given.identify()))
    except NotSignedIn:
        if connection.live is None:
            connection.close(closing.INVALID_CREDENTIALS)
        else:
            connection.refuse("invalid_credentials", "this opens nothing any more", cid=cid)
        return
    except TooManyConnections:
        connection.close(closing.TOO_MANY_CONNECTIONS)
        return
    except ServiceUnavailable:
        connection.close(closing.TRY_AGAIN)
        return
    except Exception:
        logger.exception("a socket could not be signed in")
        connection.close(closing.TRY_AGAIN)
        return
    if connection.live is not None and connection.closed is None:
        connection.say("welcome", connection.hub.welcome(connection), cid=cid)


def _stay(connection: SocketConnection, live: Live) -> None:
    if str(live.principal.pk) != connection.member:
        connection.close(closing.OTHER_MEMBER)
    else:
        connection.held_by(live)


async def _auth(connection: SocketConnection, said: Said) -> None:
    given = Given(ticket=said.fields.get("ticket"), token=said.fields.get("token"))
    if (given.ticket is None) == (given.token is None):
        connection.refuse("invalid_message", "auth needs either a token or a ticket", cid=said.cid)
        return
    await sign_in(connection, given, said.cid)


def _place(connection: SocketConnection, said: Said) -> Place:
    place = place_of(connection.live.principal, said.fields["channel"]) if connection.live is not None else None
    if place is None:
        raise NotFound
    return place


def _has_room(connection: SocketConnection, place: Place, said: Said) -> bool:
    if place.stored in connection.places or len(connection.places) < settings.REALTIME_CHANNELS_A_SOCKET:
        return True
    connection.refuse("too_many_channels", "you listen to as many channels as you may", cid=said.cid)
    return False


async def _subscribe(connection: SocketConnection, said: Said) -> None:
    place = _place(connection, said)
    if _has_room(connection, place, said):
        seq = await connection.hub.subscribe(connection, place)
        seq = connection.held.get(place.stored, seq)
        connection.say("subscribed", {}, channel=place.shown, seq=seq, cid=said.cid)
        connection.release(place)


async def _unsubscribe(connection: SocketConnection, said: Said) -> None:
    place = _place(connection, said)
    if place.stored not in connection.places:
        raise NotFound
    connection.hub.unsubscribe(connection, place)
    connection.say("unsubscribed", {"reason": "asked"}, channel=place.shown, cid=said.cid)


async def _resume(connection: SocketConnection, said: Said) -> None:
    place = _place(connection, said)
    if not _has_room(connection, place, said):
        return
    if place.stored not in connection.places:
        await connection.hub.subscribe(connection, place, live=False)
    if connection.closed is None and not connection.catch_up(place, said.fields["seq"], said.cid):
        connection.refuse("busy", "you are catching up in this channel", cid=said.cid, channel=place.shown)


async def _typing(connection: SocketConnection, said: Said) -> None:
    place = _place(connection, said)
    live = connection.live
    if live is None or place.stored not in connection.places or not place.channel.typing:
        raise NotFound
    if live.principal.status == Status.MUTED:
        connection.refuse("muted", "your account is muted: you can read, but not write", cid=said.cid)
        return
    now = time.monotonic()
    if now - connection.typed.get(place.stored, float("-inf")) >= TYPING_SECONDS:
        connection.typed[place.stored] = now
        person = {"id": connection.member, "username": live.principal.username}
        await connection.hub.in_thread(tell, place.stored, "typing", {"member": person}, but=live.principal.pk)


async def _ack(connection: SocketConnection, said: Said) -> None:
    """Taken, and nothing more: a client knows best how far it has come, and says so when it resumes."""


async def _ping(connection: SocketConnection, said: Said) -> None:
    connection.say("pong", {}, cid=said.cid)


DEEDS: dict[str, Callable[[SocketConnection, Said], Awaitable[None]]] = {
    "auth": _auth,
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "resume": _resume,
    "ack": _ack,
    "typing": _typing,
    "ping": _ping,
}
