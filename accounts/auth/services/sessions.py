"""Device sessions: opened by a sign-in, carried on by refreshing, ended by many things."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.auth import revocation, tokens
from accounts.auth.devices import device_name
from accounts.auth.errors import ForeignRefreshToken, InvalidRefreshToken, SessionNotFound
from accounts.auth.events import RefreshReused, SessionRevoked
from accounts.auth.models import RefreshToken, Session
from accounts.auth.principal import Principal
from accounts.users import services as users
from accounts.users.changes import AccountChange
from accounts.users.queries import user_by_id
from config import clock, context
from config.audit import note
from config.events import record
from config.roles import SIGNED_IN_STATES

if TYPE_CHECKING:
    from accounts.users.models import User

_LONGEST_AGENT = 300
ROLE_CHANGED = "role_changed"
# A new role ends refreshing alone, and access tokens that are out run on with it: such a session can end once more.
CAN_END = Q(revoked_at__isnull=True) | Q(reason=ROLE_CHANGED)


@dataclass(frozen=True, slots=True)
class Issued:
    """What a sign-in or a refresh gives: the tokens, shown this once, and whose they are."""

    access: str
    refresh: str
    user: User
    session_id: UUID


@dataclass(frozen=True, slots=True)
class PageSession:
    """A stay that pages carry by their own cookie: it has no tokens to show."""

    user: User
    session_id: UUID


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def agent_of_now() -> str:
    """The program that asks, as far as it is kept."""
    return context.current().user_agent[:_LONGEST_AGENT]


@transaction.atomic
def open_session(*, user: User) -> Issued:
    """A new session of `user` on the device that asks. Whether they may have one has been looked at before."""
    session_id = _new_session(user)
    return Issued(tokens.issue(user, session_id), _next_refresh(session_id, 1), user, session_id)


def open_page_session(*, user: User) -> PageSession:
    """The same for pages, whose cookie stands in the place of tokens."""
    return PageSession(user, _new_session(user))


def _new_session(user: User) -> UUID:
    now, agent = clock.now(), agent_of_now()
    session = Session.objects.create(
        user=user,
        device=device_name(agent),
        user_agent=agent,
        address=context.current().address[:45],
        last_used_at=now,
        expires_at=now + settings.REFRESH_TOKEN_LIFETIME,
    )
    return session.pk


def _next_refresh(session_id: UUID, generation: int) -> str:
    token, now = secrets.token_urlsafe(32), clock.now()
    RefreshToken.objects.create(
        session_id=session_id,
        generation=generation,
        digest=digest_of(token),
        created_at=now,
        expires_at=now + settings.REFRESH_TOKEN_LIFETIME,
    )
    return token


def rotate(*, refresh: str) -> Issued:
    """New tokens for a refresh token, which is used up by this.

    Of many at once one wins, by a conditional UPDATE. A loser shortly after is a client that asked twice; later it is
    somebody who should not have the token, and the session ends.
    """
    found = RefreshToken.objects.filter(digest=digest_of(refresh)).select_related("session").first()
    if found is None:
        raise InvalidRefreshToken()
    holder = user_by_id(found.session.user_id)
    if holder and holder.status_until and holder.status_until <= clock.now():
        users.lift(user_id=holder.pk)
    issued = _win(found)
    if issued is None:
        _end_if_reused(found)
        raise InvalidRefreshToken()
    return issued


@transaction.atomic
def _win(found: RefreshToken) -> Issued | None:
    now = clock.now()
    won = RefreshToken.objects.filter(pk=found.pk, used_at__isnull=True, expires_at__gt=now).update(used_at=now)
    if not won:
        return None
    # This UPDATE waits for whoever is ending the session and then finds it ended.
    lives = Session.objects.filter(pk=found.session_id, revoked_at__isnull=True).update(
        last_used_at=now, expires_at=now + settings.REFRESH_TOKEN_LIFETIME
    )
    user = user_by_id(found.session.user_id)
    if not lives or user is None or user.status not in SIGNED_IN_STATES:
        raise InvalidRefreshToken()
    refresh = _next_refresh(found.session_id, found.generation + 1)
    return Issued(tokens.issue(user, found.session_id), refresh, user, found.session_id)


@transaction.atomic
def renew_page_session(*, session_id: UUID, user_id: UUID) -> PageSession:
    """Carry a page's session on, as refreshing does with tokens; refused once it or its account has ended."""
    holder = user_by_id(user_id)
    if holder and holder.status_until and holder.status_until <= clock.now():
        holder = users.lift(user_id=holder.pk)
    now = clock.now()
    lives = Session.objects.filter(pk=session_id, user_id=user_id, revoked_at__isnull=True, expires_at__gt=now).update(
        last_used_at=now, expires_at=now + settings.REFRESH_TOKEN_LIFETIME
    )
    if not lives or holder is None or holder.status not in SIGNED_IN_STATES:
        raise InvalidRefreshToken()
    return PageSession(holder, session_id)


@transaction.atomic
def end_page_session(*, session_id: UUID, user_id: UUID) -> None:
    """Sign out of pages; again is no error."""
    session = Session.objects.filter(pk=session_id, user_id=user_id).first()
    if session is not None and _end([session.pk], "signed_out"):
        record(SessionRevoked(actor_id=user_id, user_id=user_id, session_id=session_id, reason="signed_out"))


@transaction.atomic
def _end_if_reused(found: RefreshToken) -> None:
    now = clock.now()
    late = RefreshToken.objects.filter(pk=found.pk, used_at__lt=now - settings.REFRESH_LEEWAY, expires_at__gt=now)
    if not late.exists() or not _end([found.session_id], "refresh_reused"):
        return
    user_id, session_id = found.session.user_id, found.session_id
    note(action="session.refresh_reused", actor=None, target=("user", user_id), after={"session": session_id})
    record(RefreshReused(actor_id=user_id, user_id=user_id, session_id=session_id))


def _end(session_ids: list[UUID], reason: str) -> list[UUID]:
    """End those of the sessions that still live, access tokens included; returns them."""
    ended = []
    for session_id in sorted(session_ids):
        if Session.objects.filter(CAN_END, pk=session_id).update(revoked_at=clock.now(), reason=reason):
            ended.append(session_id)
    revocation.end_sessions(ended)
    return ended


@transaction.atomic
def sign_out(*, principal: Principal, refresh: str) -> None:
    """End the session of the refresh token and the one that asks; again is no error. Others' tokens are refused."""
    found = RefreshToken.objects.filter(digest=digest_of(refresh)).select_related("session").first()
    if found is None or found.session.user_id != principal.pk:
        raise ForeignRefreshToken()
    for session_id in _end(sorted({found.session_id, principal.session_id}), "signed_out"):
        record(SessionRevoked(actor_id=principal.pk, user_id=principal.pk, session_id=session_id, reason="signed_out"))


@transaction.atomic
def sign_out_everywhere(*, principal: Principal) -> None:
    """End every session of the member and every token that is out."""
    user = users.held_user(principal.pk)
    users.end_access(user=user, reason="signed_out_everywhere")
    note(action="session.all_revoked", actor=principal, target=("user", user.pk))
    record(SessionRevoked(actor_id=user.pk, user_id=user.pk, session_id=None, reason="signed_out_everywhere"))


@transaction.atomic
def revoke_session(*, principal: Principal, session_id: UUID) -> None:
    """End one session of one's own."""
    session = Session.objects.filter(pk=session_id, user_id=principal.pk, revoked_at__isnull=True).first()
    if session is None:
        raise SessionNotFound()
    if _end([session.pk], "revoked"):
        note(action="session.revoked", actor=principal, target=("user", principal.pk), after={"session": session_id})
        record(SessionRevoked(actor_id=principal.pk, user_id=principal.pk, session_id=session_id, reason="revoked"))


@transaction.atomic
def revoke_other_sessions(*, principal: Principal) -> int:
    """End every session of one's own but the one that asks; returns how many that were."""
    ended = revoke_user_sessions(user_id=principal.pk, reason="revoked", keep=principal.session_id)
    if ended:
        note(action="session.others_revoked", actor=principal, target=("user", principal.pk), after={"ended": ended})
    return ended


@transaction.atomic
def revoke_user_sessions(*, user_id: UUID, reason: str, keep: UUID | None = None) -> int:
    """End the sessions of a member, except `keep`; returns how many that were."""
    live = Session.objects.filter(CAN_END, user_id=user_id)
    if keep is not None:
        live = live.exclude(pk=keep)
    ended = _end(list(live.values_list("pk", flat=True)), reason)
    for session_id in ended:
        record(SessionRevoked(actor_id=user_id, user_id=user_id, session_id=session_id, reason=reason))
    return len(ended)


def on_account_change(change: AccountChange) -> None:
    """The account is another now: tell every process, and end what may not be refreshed any more.

    Access tokens that are out are read as the row says, so that they need no ending of their own.
    """
    if change.ends_sessions:
        Session.objects.filter(user_id=change.user.pk, revoked_at__isnull=True).update(
            revoked_at=clock.now(), reason=change.reason
        )
    revocation.account_changed(change.user)
