"""What becomes of sessions, tokens and failed sign-ins in exports and in erasure."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session as PageSession
from django.db.models import Q

from accounts.auth.lockout import key_of
from config.db import unhurried
from config.privacy import By, Clear, Delete, Export, NotExported, Person, register

_TOKEN = "of a token, which is a secret; only its digest is kept"  # noqa: S105 - words, not a token
FIRST = 40


def _failures(person: Person) -> Q:
    return Q(key__in=[key_of(name) for name in (*person.usernames, *person.emails)])


def _asked_for(person: Person) -> Q:
    return Q(email__in=person.emails)


def _nothing_to_look_for(person: Person) -> Q:
    return Q(pk__in=[])


def end_page_sessions(person: Person) -> int:
    """Remove the sessions of pages, whose rows name nobody in clear: each is opened and looked into."""
    count = 0
    with unhurried():
        for row in PageSession.objects.iterator(chunk_size=500):
            if row.get_decoded().get(SESSION_KEY) == str(person.id):
                count += PageSession.objects.filter(pk=row.pk).delete()[0]
    return count


def declare() -> None:
    register("accounts.Session", of="user", export=Export(), erase=Delete())
    register(
        "accounts.RefreshToken",
        of="session__user",
        export=Export(left_out={"digest": _TOKEN}),
        erase=Delete(),
        place=FIRST,
    )
    register(
        "accounts.OneTimeToken",
        of="user",
        export=Export(left_out={"digest": _TOKEN, "bound_to": "a digest of the password"}),
        erase=Delete(),
    )
    register(
        "accounts.SocketTicket",
        of="user",
        export=NotExported("what opened a socket within half a minute of a session that is exported"),
        erase=Delete(),
    )
    register(
        "accounts.Revocation",
        of="user_id",
        export=NotExported("word to our own processes that an account has changed, gone when the last token runs out"),
        erase=Clear(because="tokens that are out must stay refused until they run out", values={"username": ""}),
    )
    register("accounts.ResetRequest", of=_asked_for, export=Export(), erase=Delete())
    register(
        "accounts.SignInFailures",
        of=_failures,
        export=Export(left_out={"key": "a keyed digest of the name"}),
        erase=Delete(),
    )
    register(
        "sessions.Session",
        of=_nothing_to_look_for,
        export=NotExported("the cookie's side of a device session, which is exported"),
        erase=By(end_page_sessions, "deleted", once=True),
    )
