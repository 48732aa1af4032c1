"""How sign-out, suspension and a new role hold at once, at no cost to the requests that they do not concern.

Whoever ends a session or changes an account writes a `Revocation` in the same transaction. Every process reads the new
rows when a request comes and the last look is older than `settings.REVOCATION_POLL_SECONDS`, and keeps what it read in
memory until each access token signed before has run out. A token of an account with a row gets its role, state and name
from the row. No other row is read for a request.

Ids commit out of order, so a look goes back to the highest id that was known a minute ago: no transaction lives
longer (`idle_in_transaction_session_timeout`). When looking fails, what is known stands for three seconds; then nobody
gets in.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.auth.errors import InvalidAccessToken
from accounts.auth.models import Revocation
from accounts.auth.principal import Principal
from accounts.auth.tokens import Claims
from config import clock
from config.errors import ServiceUnavailable
from config.roles import SIGNED_IN_STATES

if TYPE_CHECKING:
    from accounts.users.models import User

log = logging.getLogger(__name__)

OVERLAP_SECONDS = 60.0
FAIL_CLOSED_SECONDS = 3.0
TIDY_SECONDS = 10.0
WAIT_FOR_OTHERS_SECONDS = 2.0
# Tokens signed from a row that was read just before the change still run out within this.
SLACK = timedelta(minutes=5)
_FACTS = ("username", "role", "status", "email_verified", "token_version")
_COLUMNS = ("id", "created_at", "session_id", "user_id", *_FACTS)


def kept_for() -> timedelta:
    """How long a row matters."""
    return timedelta(seconds=settings.ACCESS_TOKEN_LIFETIME.total_seconds()) + SLACK


@dataclass(frozen=True, slots=True)
class Account:
    """An account as its newest row says."""

    row_id: int
    username: str
    role: str
    status: str
    email_verified: bool
    token_version: int
    forget_at: float


class Memory:
    """What this process knows of revocations."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        """Know nothing; the next question looks at all rows that matter."""
        # By session, or by API key that has changed: the newest row about it, and when to forget it.
        self._sessions: dict[UUID, tuple[int, float]] = {}
        self._accounts: dict[UUID, Account] = {}
        self._floor = 0
        self._highest = 0
        self._heights: deque[tuple[float, int]] = deque()
        self._looked_at = float("-inf")
        self._succeeded_at = float("-inf")
        self._tidied_at = time.monotonic()
        self._asked = self._answered = 0
        # How often something new was learned: whoever holds connections open looks at them again when this grows.
        self.changes = 0

    def expire(self) -> None:
        """Look again at the next question, however fresh the last look is, and even if one is under way."""
        self._asked += 1

    def _is_fresh(self) -> bool:
        age = time.monotonic() - self._looked_at
        return age < settings.REVOCATION_POLL_SECONDS and self._answered >= self._asked

    def bring_up_to_date(self) -> None:
        """Read new rows if the last look is too old; refuse when it has failed for too long."""
        if not self._is_fresh() and self._lock.acquire(timeout=WAIT_FOR_OTHERS_SECONDS):
            try:
                if not self._is_fresh():
                    self._look()
            finally:
                self._lock.release()
        # Also after a look that was just now: it may have been one that failed.
        if time.monotonic() - self._succeeded_at > max(FAIL_CLOSED_SECONDS, settings.REVOCATION_POLL_SECONDS):
            raise ServiceUnavailable(headers={"Retry-After": "2"})

    def _look(self) -> None:
        began, asked = time.monotonic(), self._asked
        try:
            rows = list(
                Revocation.objects.filter(id__gt=self._floor, created_at__gt=clock.now() - kept_for())
                .order_by("id")
                .values_list(*_COLUMNS)
            )
        except Exception as error:  # whatever it is called, it must end in refusal and not in trust
            log.warning("revocations cannot be read: %s", error)
            self._looked_at, self._answered = began, asked
            return
        self.learn(rows)
        self._raise_floor(began)
        if began - self._tidied_at > TIDY_SECONDS:
            self._forget()
            self._tidied_at = began
        self._looked_at = self._succeeded_at = began
        self._answered = asked

    def learn(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Take in rows, in any order and as often as one likes."""
        for row_id, created_at, session_id, user_id, username, role, status, verified, version in rows:
            forget_at = (created_at + kept_for()).timestamp()
            if session_id is not None:
                newest, _forget_at = self._sessions.get(session_id, (0, 0.0))
                if newest < row_id:
                    self._sessions[session_id] = (row_id, forget_at)
                    self.changes += 1
            elif (known := self._accounts.get(user_id)) is None or known.row_id < row_id:
                self._accounts[user_id] = Account(row_id, username, role, status, verified, version, forget_at)
                self.changes += 1
            self._highest = max(self._highest, row_id)

    def _raise_floor(self, now: float) -> None:
        self._heights.append((now, self._highest))
        while self._heights and self._heights[0][0] <= now - OVERLAP_SECONDS:
            self._floor = self._heights.popleft()[1]

    def _forget(self) -> None:
        now = clock.now().timestamp()
        self._sessions = {key: known for key, known in self._sessions.items() if known[1] > now}
        self._accounts = {key: account for key, account in self._accounts.items() if account.forget_at > now}

    def has_ended(self, session_id: UUID) -> bool:
        return session_id in self._sessions

    def account(self, user_id: UUID) -> Account | None:
        return self._accounts.get(user_id)

    def mark_of(self, key_id: UUID, user_id: UUID) -> tuple[int, int]:
        """The newest rows about an API key and its account: what was read of them holds while these are the same."""
        key, account = self._sessions.get(key_id), self._accounts.get(user_id)
        return key[0] if key else 0, account.row_id if account else 0


memory = Memory()


def reset() -> None:
    """Forget everything; tests call it around each test."""
    memory.clear()


def principal_of(claims: Claims) -> Principal:
    """Who holds the token, as the account is now; refused if its session or its standing has ended."""
    memory.bring_up_to_date()
    if memory.has_ended(claims.session_id):
        raise InvalidAccessToken()
    username, role, status, verified = claims.username, claims.role, claims.status, claims.email_verified
    changed = memory.account(claims.user_id)
    if changed and changed.status not in SIGNED_IN_STATES and claims.token_version >= changed.token_version:
        # Closing an account counts its version up, so this token is from after it was opened again, elsewhere and just
        # now: look before refusing someone who has only come back.
        memory.expire()
        memory.bring_up_to_date()
        changed = memory.account(claims.user_id)
    if changed is not None:
        if claims.token_version < changed.token_version:
            raise InvalidAccessToken()
        username, role, status, verified = changed.username, changed.role, changed.status, changed.email_verified
    if status not in SIGNED_IN_STATES:
        raise InvalidAccessToken()
    return Principal(claims.user_id, username, role, status, verified, claims.session_id)


def end_sessions(session_ids: Iterable[UUID]) -> None:
    """Have the access tokens of these sessions refused everywhere; in the transaction that ends them."""
    _write([Revocation(session_id=session_id) for session_id in session_ids])


def key_changed(key_id: UUID) -> None:
    """Have an API key looked up anew everywhere; in the transaction that changed or ended it."""
    _write([Revocation(session_id=key_id)])


def account_changed(user: User) -> None:
    """Have every token of `user` read as the account is now; in the transaction that changed it."""
    _write(
        [
            Revocation(
                user_id=user.pk,
                username=user.username,
                role=user.role,
                status=user.status,
                email_verified=user.email_verified,
                token_version=user.token_version,
            )
        ]
    )


def _write(rows: list[Revocation]) -> None:
    if not rows:
        return
    Revocation.objects.bulk_create(rows)
    # In this process at once: by the rows after commit, and before it for whoever asks inside the same transaction.
    memory.expire()
    transaction.on_commit(memory.expire)


def prune() -> int:
    """Drop rows that no living token can be older than; returns how many."""
    gone, _rows = Revocation.objects.filter(created_at__lt=clock.now() - kept_for() - SLACK).delete()
    return gone
