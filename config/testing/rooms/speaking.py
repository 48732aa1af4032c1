"""Whoever does things in the database of the rooms: a process that reads deeds from its input, one a line.

{"deed": "post", "frames": [["room:…", "said", {"n": 1}]]}   →   {"value": [1]}
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs Django set up
from django.db import connection, transaction  # noqa: E402 - needs Django set up

from accounts.auth import services as auth  # noqa: E402 - needs Django set up
from accounts.auth import tokens  # noqa: E402 - needs Django set up
from accounts.auth.principal import Principal  # noqa: E402 - needs Django set up
from accounts.presence.queries import online_among  # noqa: E402 - needs Django set up
from accounts.users import services as users  # noqa: E402 - needs Django set up
from accounts.users.models import User  # noqa: E402 - needs Django set up
from config import clock  # noqa: E402 - needs Django set up
from config.events.delivering import deliver_owed  # noqa: E402 - needs Django set up
from config.realtime import post_many, publishing, tell  # noqa: E402 - needs Django set up
from config.realtime.models import Frame  # noqa: E402 - needs Django set up
from notifications.realtime.models import Socket  # noqa: E402 - needs Django set up
from social.graph import services as graph  # noqa: E402 - needs Django set up


def named(username):
    return User.objects.get(username=username)


def member(username, role="member", seconds=None):
    made = users.create_user(
        username=username, email=f"{username}@example.com", password="correct horse battery 7", role=role
    )
    User.objects.filter(pk=made.pk).update(email_verified_at=clock.now())
    made.refresh_from_db()
    return {"id": str(made.pk), "username": username, "token": token(username, seconds)}


def token(username, seconds=None):
    usual = settings.ACCESS_TOKEN_LIFETIME
    try:
        if seconds:
            settings.ACCESS_TOKEN_LIFETIME = timedelta(seconds=seconds)
        return auth.open_session(user=named(username)).access
    finally:
        settings.ACCESS_TOKEN_LIFETIME = usual


def session(username):
    opened = auth.open_session(user=named(username))
    return {"access": opened.access, "refresh": opened.refresh}


def expired_token(username):
    with clock.standing_at(clock.now() - timedelta(days=1)):
        return auth.open_session(user=named(username)).access


def post(frames, published=True):
    with transaction.atomic():
        posted = post_many(frames)
        if not published:
            connection.run_on_commit = []
    publishing.broker.finish()
    return [each.seq for each in posted]


def post_and_die(frames):
    """Killed between the commit and the moment at which frames are published."""
    with transaction.atomic():
        post_many(frames)
        connection.run_on_commit = []
        transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))


def write_at_once(channel, writers, each):
    """So many threads, each posting so often in a transaction of its own."""

    def write(number):
        for count in range(each):
            with transaction.atomic():
                post_many([(channel, "said", {"by": number, "n": count})])
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    publishing.broker.finish(5.0)


def begin_writing(channel, writers, each):
    """The same, beside everything else."""
    threading.Thread(target=write_at_once, args=(channel, writers, each)).start()


_held: dict[str, tuple[threading.Event, threading.Thread]] = {}


def hold(frames, name):
    """Post in a transaction that stays open until `release`."""
    begun, ended = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            post_many(frames)
            connection.run_on_commit = []
            begun.set()
            ended.wait()
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait()
    _held[name] = ended, thread


def release(name):
    ended, thread = _held.pop(name)
    ended.set()
    thread.join()


def say(channel, type, data):
    tell(channel, type, data)
    publishing.broker.finish()


def forget_frames(channel, upto):
    Frame.objects.filter(channel=channel, seq__lte=upto).delete()


def principal(token):
    claims = tokens.read(token)
    return Principal(claims.user_id, claims.username, claims.role, claims.status, True, claims.session_id)


def sign_out(token):
    auth.revoke_session(principal=principal(token), session_id=tokens.read(token).session_id)


def change_password(token):
    auth.change_password(
        principal=principal(token), current_password="correct horse battery 7", new_password="another horse battery 8"
    )


def status(username, status):
    users.set_status(user_id=named(username).pk, status=status, actor=None, reason="test")


def role(username, role):
    users.set_role(user_id=named(username).pk, role=role, actor=None, reason="test")


def follow(who, whom):
    graph.follow(actor=named(who), person=named(whom))


def unfollow(who, whom):
    graph.unfollow(actor=named(who), person=named(whom))


def block(who, whom):
    graph.block(actor=named(who), person=named(whom))


def deliver():
    """What a worker does; embedded, the server does it by itself."""
    if not settings.EMBEDDED:
        deliver_owed()
    publishing.broker.finish()


def sockets(username):
    return Socket.objects.filter(member__username=username).count()


def is_online(username):
    pk = named(username).pk
    return pk in online_among([pk])


def main():
    for line in sys.stdin:
        given = json.loads(line)
        deed = globals()[given.pop("deed")]
        try:
            told = {"value": deed(**given)}
        except Exception as error:
            told = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
