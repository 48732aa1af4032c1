"""What operators' page of limits asks about an account: under which keys it is counted, and how its lock stands."""

from __future__ import annotations

from uuid import UUID

from accounts.auth import lockout
from accounts.auth.models import SignInFailures
from accounts.users.queries import user_by_email, user_by_id, user_by_username
from config.api.limits import Account


def _names(text: str) -> tuple[UUID | None, str, list[str]]:
    """Whoever is meant by a username, an address or an id, and the names under which they may try to sign in."""
    text = text.strip()
    try:
        user = user_by_id(UUID(text))
    except ValueError:
        user = user_by_email(text) if "@" in text else user_by_username(text)
    if user is None:
        return None, "", [text]
    return user.pk, user.username, [user.username, user.email]


def account(name: str, address: str) -> Account:
    """Keys and lock of the account; a name that nobody has is counted as it was typed."""
    member_id, username, names = _names(name)
    digests = [lockout.key_of(one) for one in names]
    rows = list(SignInFailures.objects.filter(pk__in=digests))
    keys = [f"user:{member_id}"] if member_id else []
    keys += [key for digest in digests for key in (digest, f"to:{digest}")]
    # A device that is known does not share its tries with the rest of the world.
    keys += [f"{digest}:{address}" for digest in digests if address]
    return Account(
        member_id,
        username,
        tuple(keys),
        sum(row.failures for row in rows),
        max((row.locked_until for row in rows if row.locked_until), default=None),
    )


def unlock(name: str) -> int:
    """Forget the failures under this account's names; how many names had some."""
    return lockout.clear(*_names(name)[2])
