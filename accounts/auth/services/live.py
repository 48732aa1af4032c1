"""Connections that stay open: who holds them, by a token or by a ticket, and whether they still may.

A ticket stands in an address in the place of a token: good once, for half a minute. What it opens acts as the session
that asked for it, until what was shown for it runs out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

from accounts.auth import revocation, tokens
from accounts.auth.errors import InvalidSocketTicket
from accounts.auth.models import SocketTicket
from accounts.auth.principal import Principal
from accounts.auth.services.sessions import digest_of
from accounts.auth.tokens import Claims
from config import clock
from config.roles import Status

LONGEST_TICKET = 100


@dataclass(frozen=True, slots=True)
class Live:
    """Who holds a connection: what their credentials said, and who they are by that and by what came after.

    `mark` names what was known of ended sessions and changed accounts; while it is the same, nothing has changed.
    """

    claims: Claims
    principal: Principal
    mark: tuple[int, int]

    @property
    def seconds_left(self) -> float:
        """For how long the credentials are good."""
        return self.claims.expires_at - clock.now().timestamp()


def _live(claims: Claims) -> Live:
    mark = revocation.memory.mark_of(claims.session_id, claims.user_id)
    return Live(claims, revocation.principal_of(claims), mark)


def live_by_token(token: str) -> Live:
    """Who holds an access token; refused as at every endpoint. An API key is none."""
    return _live(tokens.read(token))


def live_again(live: Live) -> Live:
    """The same holder as they are now; refused once their session or their standing has ended."""
    return _live(live.claims)


def what_changed() -> int:
    """A number that changes when a session ends or an account changes anywhere; raises where that cannot be known."""
    revocation.memory.bring_up_to_date()
    return revocation.memory.changes


def is_unchanged(live: Live) -> bool:
    """Whether nothing has become known about the session or the account. Reads memory alone."""
    return revocation.memory.mark_of(live.claims.session_id, live.claims.user_id) == live.mark


def standing_of(live: Live) -> str:
    """The state of the account as far as this process knows: why somebody may not go on."""
    account = revocation.memory.account(live.claims.user_id)
    return account.status if account is not None else str(Status.ACTIVE)


def ask_ticket(claims: Claims) -> str:
    """A ticket for whoever shows these claims, who has been let in by them just now; shown this once."""
    ticket, now = secrets.token_urlsafe(32), clock.now()
    SocketTicket.objects.create(
        digest=digest_of(ticket),
        user_id=claims.user_id,
        session_id=claims.session_id,
        token_version=claims.token_version,
        good_until=datetime.fromtimestamp(claims.expires_at, UTC),
        expires_at=now + timedelta(seconds=settings.SOCKET_TICKET_SECONDS),
    )
    return ticket


def ask_ticket_by_token(token: str) -> str:
    """The same for the access token of a request."""
    return ask_ticket(tokens.read(token))


def redeem_ticket(ticket: str) -> Live:
    """Use a ticket up; of many at once exactly one gets in. What the account is is read anew."""
    if len(ticket) > LONGEST_TICKET:
        raise InvalidSocketTicket()
    rows, now = SocketTicket.objects.filter(digest=digest_of(ticket)), clock.now()
    if not rows.filter(used_at__isnull=True, expires_at__gt=now, good_until__gt=now).update(used_at=now):
        raise InvalidSocketTicket()
    row = rows.select_related("user").first()
    if row is None:  # erased together with its member, just now
        raise InvalidSocketTicket()
    return _live(_claims_of(row))


def _claims_of(row: SocketTicket) -> Claims:
    user = row.user
    return Claims(
        user_id=user.pk,
        session_id=row.session_id,
        username=user.username,
        role=str(user.role),
        status=str(user.status),
        email_verified=user.email_verified,
        token_version=row.token_version,
        expires_at=int(row.good_until.timestamp()),
    )
