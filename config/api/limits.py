"""The limits as operators see them: which there are, what they refuse, what somebody has used, and lifting that.

What an account's keys are only `accounts` knows, which lies above: it fills the port `set_accounts` when it is ready.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from config.api import refusals, throttles
from config.audit import note
from config.errors import Forbidden, InvalidInput
from config.roles import Role, Viewer

ABOUT: dict[str, Any] = {
    "webhook": _("reports of a provider of mail"),
    "client": _("every request of an account, or of an address where nobody is signed in"),
    "sign-in-account": _("tries to sign in under one name"),
    "sign-in-address": _("tries to sign in from one address"),
    "register": _("registrations from one address"),
    "password": _("changes of passwords and proofs of addresses"),
    "mail": _("mails that somebody can have sent, by sender and by addressee"),
    "mfa": _("steps of setting a second step up"),
    "embed-check": _("looking whether an address can be embedded"),
    "follow": _("following others"),
    "friend-request": _("asking others to be friends"),
    "comment": _("writing and editing comments"),
    "rename": _("changes of a username"),
    "upload": _("uploads of pictures"),
    "export": _("wishes for an export of one's data"),
    "report": _("reports of things"),
    "track": _("what clients track"),
    "appeal": _("appeals, and messages on them"),
    "rule-trial": _("trials of screening rules"),
    "api-key": _("every request of an API key that has no rate of its own"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One configured limit. `variable` is what it is set by, `fails_closed` whether it refuses without its store."""

    name: str
    rate: str
    variable: str
    about: str
    fails_closed: bool


@dataclass(frozen=True, slots=True)
class Use:
    """What a key has used of a limit; `reset` in seconds from now."""

    limit: str
    key: str
    used: int
    remaining: int
    reset: int


@dataclass(frozen=True, slots=True)
class Account:
    """What accounts know of somebody as they are named: their keys, and how the lock of signing in stands."""

    member_id: UUID | None
    username: str
    keys: tuple[str, ...]
    failures: int
    locked_until: datetime | None


Ask = Callable[[str, str], Account]
Unlock = Callable[[str], int]

_accounts: tuple[Ask, Unlock] | None = None


def set_accounts(ask: Ask, unlock: Unlock) -> None:
    """Fill the port: `ask(account, address)` and `unlock(account)`, which says how many locks it took away."""
    global _accounts
    _accounts = (ask, unlock)


def limits() -> list[Limit]:
    """All configured limits, by name."""
    return [
        Limit(
            name=name,
            rate=rate,
            variable="THROTTLE_" + name.upper().replace("-", "_"),
            about=str(ABOUT.get(name, "")),
            fails_closed=name in throttles.FAIL_CLOSED,
        )
        for name, rate in sorted(settings.THROTTLE_RATES.items())
    ]


def are_counted_here() -> bool:
    """Whether the counts are those of this process alone."""
    return bool(settings.EMBEDDED)


def refused() -> dict[str, refusals.Refusals] | None:
    """What each limit refused lately; None where the store is away."""
    try:
        return refusals.counts(throttles.storage(), settings.THROTTLE_RATES)
    except Exception:  # whatever the store's client calls it
        return None


def account(name: str, address: str = "") -> Account:
    """What is known of an account, named by username, e-mail address or id; nobody has to be behind the name."""
    if not name or _accounts is None:
        return Account(None, "", (), 0, None)
    return _accounts[0](name, address)


def uses(*, limit: str = "", name: str = "", address: str = "") -> list[Use]:
    """What that account and that address have used of `limit`, or of all; only what has been used at all.

    Raises `ServiceUnavailable` where the store is away.
    """
    address = _address(address)
    keys = [*account(name, address).keys, *([f"address:{address}", address] if address else [])]
    found = []
    for known in limits():
        if limit in ("", known.name):
            found += [use for key in keys if (use := _use(known, key)).used]
    return found


def _use(limit: Limit, key: str) -> Use:
    window = throttles.left(limit.name, key)
    return Use(limit.name, key, window.limit - window.remaining, window.remaining, window.reset)


def _address(text: str) -> str:
    if not text:
        return ""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise InvalidInput.of("address", "invalid", _("This is not an IP address.")) from None


@transaction.atomic
def lift(*, actor: Viewer, limit: str = "", name: str = "", address: str = "", reason: str = "") -> int:
    """Forget what that account and that address have used of `limit`, or of all; how many counts that were."""
    _check(actor)
    spent = uses(limit=limit, name=name, address=address)
    if spent:
        known = account(name)
        note(
            action="limit.lifted",
            actor=actor,
            target=("user", known.member_id) if known.member_id else ("limit", limit or "all"),
            before=_by_limit(spent),
            after={"address": _address(address)} if address else {},
            reason=reason,
        )
        for use in spent:
            throttles.forget(use.limit, use.key)
    return len(spent)


@transaction.atomic
def unlock(*, actor: Viewer, name: str, reason: str = "") -> bool:
    """Take away the lock that failures of signing in put on this account's names; whether there was one."""
    _check(actor)
    if _accounts is None:
        return False
    before = account(name)
    if not _accounts[1](name):
        return False
    note(
        action="sign_in_lock.lifted",
        actor=actor,
        target=("user", before.member_id) if before.member_id else ("sign_in_lock", "unknown name"),
        before={
            "failures": before.failures,
            "locked_until": before.locked_until.isoformat() if before.locked_until else None,
        },
        reason=reason,
    )
    return True


def _check(actor: Viewer) -> None:
    if actor.role != Role.ADMIN:
        raise Forbidden()


def _by_limit(spent: list[Use]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for use in spent:
        sums[use.limit] = sums.get(use.limit, 0) + use.used
    return sums
